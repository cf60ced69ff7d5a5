# Makes a fresh disk the disk of this host: keys' owners and modes, flavours.
# Arguments: the flavours. Runs in the host's root before its first boot (at
# each boot where / is ephemeral).
set -eu
PATH=/usr/sbin:/usr/bin

own() { # user folder
  mkdir -p "$2/.ssh"
  cp /etc/sdlab/controller.pub "$2/.ssh/authorized_keys"
  chmod 700 "$2/.ssh"
  chmod 600 "$2/.ssh/authorized_keys"
  chown -R "$1" "$2/.ssh"
}
own root /root
own ops /home/ops
chmod 600 /etc/ssh/ssh_host_ed25519_key

for flavour in "$@"; do
  case $flavour in
    drifted) # the profile names a system that neither runs nor boots
      profiles=/nix/var/nix/profiles
      if [ ! -e $profiles/system-2-link ]; then
        ln -s "$(cat /etc/sdlab/drifted)" $profiles/system-2-link
        ln -sfn system-2-link $profiles/system
      fi ;;
    ephemeral) ;; # the hardware's matter
    fish) sed -i -E '/^(root|ops):/ s|:[^:]*$|:/usr/bin/fish|' /etc/passwd ;;
    no-elevation) sed -i -E '/^wheel:/ s|:[^:]*$|:|' /etc/group ;;
    no-nix)
      rm -f /usr/bin/nix /usr/bin/nix-*
      rm -f /usr/lib/systemd/system/sockets.target.wants/nix-daemon.socket ;;
    sudo-password) sed -i 's/NOPASSWD: *//' /etc/sudoers ;;
    *) echo "no such flavour: $flavour" >&2; exit 1 ;;
  esac
done
