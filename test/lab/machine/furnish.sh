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

profiles=/nix/var/nix/profiles
sudo_rule() { # rule; what is read last wins
  echo "$1" >/etc/sdlab/sudoers.d/flavour
  chmod 440 /etc/sdlab/sudoers.d/flavour
}
generation() { # number, name of a system
  ln -sfn "$(cat "/etc/sdlab/systems/$2")" "$profiles/system-$1-link"
  ln -sfn "system-$1-link" $profiles/system
}
first_time() { [ ! -e "/nix/.furnished-$1" ] && : >"/nix/.furnished-$1"; }

for flavour in "$@"; do
  case $flavour in
    drifted) # the profile names a system that neither runs nor boots
      if first_time drifted; then generation 2 drifted; fi ;;
    ephemeral) ;; # the hardware's matter
    fish)
      sed -i '/^root:/ s|:[^:]*$|:/usr/bin/fish|' /etc/passwd
      if first_time fish; then
        generation 1 fish
        /opt/sdlab/standins/boot-loader/install "$(cat /etc/sdlab/systems/fish)"
      fi ;;
    no-elevation) sudo_rule 'ops ALL=(ALL:ALL) !ALL' ;;
    no-nix) rm -f /usr/bin/nix /usr/bin/nix-* ;;
    sudo-password) sudo_rule '%wheel ALL=(ALL:ALL) PASSWD: SETENV: ALL' ;;
    *) echo "no such flavour: $flavour" >&2; exit 1 ;;
  esac
done
