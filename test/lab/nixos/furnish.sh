# Makes a fresh disk the disk of this host: keys' owners and modes. Runs in the
# host's root before its first boot, when NixOS has no users yet.
set -eu
PATH=/usr/sbin:/usr/bin

own() { # uid:gid folder
  mkdir -p "$2/.ssh"
  cp /etc/sdlab/controller.pub "$2/.ssh/authorized_keys"
  chmod 700 "$2/.ssh"
  chmod 600 "$2/.ssh/authorized_keys"
  chown -R "$1" "$2"
}
own 0:0 /root
own 1000:100 /home/ops
chmod 700 /home/ops /root
chmod 600 /etc/ssh/ssh_host_ed25519_key
