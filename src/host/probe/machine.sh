# machine.sh: what decides whether the host boots and is reached, as it is now;
# for the comparison with a first candidate.
# Inputs: root, user (the login name), devices (the candidate's, a line each),
# ports (of the candidate's apps).
# Outputs: facts mount.PLACE (type and source), source.PLACE, fstab.PLACE,
# device.DEVICE (where a device leads and its UUID), luks (lines NAME UUID
# USED), loader.info, loader.files, secure-boot, host-id, addresses, interfaces,
# keys.home, keys.etc, sshd-ports, state-versions, listener.PORT, deployers
# (units). Exit: 0.
# needs: prelude deployers listener
# shellcheck shell=sh
: "${root?}" "${user:?}" "${devices?}" "${ports?}"
places='/ /boot /boot/efi /efi /nix /nix/store'

# text FILE: what is in it; nothing when it isn't there.
text() { cat "$root$1" 2>/dev/null || true; }

# told DEVICE: the node and the UUID of what is on it.
told() {
  node=$(readlink -f "$1" 2>/dev/null || true)
  [ -b "$node" ] || return 0
  echo "$node $(blkid -o value -s UUID "$node" 2>/dev/null || true)"
}

mounts() {
  for place in $places; do
    # "… - TYPE SOURCE OPTIONS"; the last mount on a place is seen.
    line=$(text /proc/self/mountinfo | awk -v place="$place" '$5 == place {
      for (n = 7; n <= NF; n++) if ($n == "-") {
        type = $(n + 1); source = $(n + 2) } }
      END { print type, source }')
    [ "$line" != ' ' ] || continue
    fact "mount.$place" "$line"
    fact "source.$place" "$(told "${line#* }")"
  done
  for place in $places; do
    fact "fstab.$place" "$(text /etc/fstab | awk -v place="$place" \
      '$1 !~ /^#/ && $2 == place { print $1 }' | tail -n 1)"
  done
  echo "$devices" | while read -r device; do
    [ -z "$device" ] || fact "device.$device" "$(told "$device")"
  done
}

# below NAME: the block devices that one lies on, all the way down.
below() {
  for slave in "$root/sys/class/block/$1"/slaves/*; do
    [ -e "$slave" ] || continue
    echo "${slave##*/}"
    (below "${slave##*/}")
  done
}

# LUKS by the UUID in the device mapper's own: CRYPT-LUKS2-<32 hex>-NAME.
luks() {
  system_disk=$(text /proc/self/mountinfo | awk '
    $5 == "/" || $5 == "/nix" || $5 == "/nix/store" {
      for (n = 7; n <= NF; n++) if ($n == "-") print $(n + 2)
    }' | while read -r source; do
    name=$(readlink -f "$source" 2>/dev/null || true)
    echo "${name##*/}"
    below "${name##*/}"
  done)
  for dm in "$root"/sys/class/block/dm-*; do
    id=$(cat "$dm/dm/uuid" 2>/dev/null || true)
    case $id in CRYPT-LUKS*) ;; *) continue ;; esac
    uuid=$(echo "$id" | awk -F- '{ print substr($3, 1, 8) "-" \
      substr($3, 9, 4) "-" substr($3, 13, 4) "-" substr($3, 17, 4) "-" \
      substr($3, 21) }')
    used=0
    ! echo "$system_disk" | grep -qxF "${dm##*/}" || used=1
    echo "$(cat "$dm/dm/name") $uuid $used"
  done
}

# The vendor's text in an EFI variable: 4 bytes of attributes, then UTF-16.
efi() {
  variable=$root/sys/firmware/efi/efivars/$1
  [ -r "$variable" ] || return 0
  tail -c +5 "$variable" | tr -d '\000'
}

loader() {
  fact loader.info "$(efi LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f)"
  fact secure-boot "$(efi SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c |
    od -An -tu1 | tr -d ' ')"
  files=
  for esp in "$root/boot" "$root/efi" "$root/boot/efi"; do
    [ ! -f "$esp/loader/loader.conf" ] || files="$files systemd-boot"
    for image in "$esp"/EFI/Linux/nixos-*.efi; do
      [ ! -f "$image" ] || { files="$files lanzaboote" && break; }
    done
    [ ! -f "$esp/limine/limine.conf" ] || files="$files limine"
  done
  [ ! -f "$root/boot/grub/grub.cfg" ] || files="$files grub"
  [ ! -f "$root/boot/extlinux/extlinux.conf" ] || files="$files extlinux"
  fact loader.files "$files"
}

network() {
  fact addresses "$({
    text /proc/net/fib_trie |
      awk '/32 host LOCAL/ { print last } { last = $2 }'
    text /proc/net/if_inet6 | awk '{ for (n = 1; n < 32; n += 4)
      printf "%s%s", substr($1, n, 4), n < 29 ? ":" : "\n" }'
  } | sort -u | sed '/^127\./d' | tr '\n' ' ')"
  # shellcheck disable=SC2012 # names of interfaces
  fact interfaces "$(ls "$root/sys/class/net" 2>/dev/null |
    tr '\n' ' ')"
  fact sshd-ports "$(text /etc/ssh/sshd_config |
    sed -n 's/^[[:space:]]*[Pp]ort[[:space:]=]*//p' | tr '\n' ' ')"
}

login() {
  # By the environment: -v would read the backslash of CORP\ada as an escape.
  home=$(text /etc/passwd | user=$user awk -F: \
    '$1 == ENVIRON["user"] { print $6 }')
  fact keys.home "$(text "$home/.ssh/authorized_keys")"
  fact keys.etc "$(text "/etc/ssh/authorized_keys.d/$user")"
}

main() {
  mounts
  fact luks "$(luks)"
  loader
  fact host-id "$(hostid)"
  network
  login
  fact state-versions "$(cat "$root"/etc/nixos/*.nix \
    "$root"/etc/nixos/*/*.nix 2>/dev/null | sed -n -e '/^[[:space:]]*#/d' -e \
    's/^.*system\.stateVersion[[:space:]]*=[[:space:]]*"\([0-9.]*\)".*$/\1/p' |
    sort -u | tr '\n' ' ')"
  for port in $ports; do fact "listener.$port" "$(listener "$port")"; done
  fact deployers "$(deployers)"
}
main </dev/null
