# loader.sh: which system the boot loader starts by default.
# Also a part of the scripts that sdops sends (src/host/scripts.ts).
# Inputs: root. Outputs: boot_default prints a store path, or "unknown: WHY".
# shellcheck shell=sh
: "${root?}"

# The toplevel in the first `init=` of stdin.
init_of() {
  sed -n 's/^.*init=\(\/nix\/store\/[^ ]*\)\/init.*$/\1/p' | head -n 1
}

# The EFI variable that `bootctl set-default` writes wins over loader.conf. Its
# value is 4 bytes of attributes and UTF-16.
efi_default() {
  efi_file=$root/sys/firmware/efi/efivars
  efi_file=$efi_file/LoaderEntryDefault-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
  [ -s "$efi_file" ] || return 0
  tail -c +5 "$efi_file" | tr -d '\000'
}

# systemd_boot_default ESP
systemd_boot_default() {
  wanted=$(efi_default)
  if [ -z "$wanted" ]; then
    wanted=$(sed -n 's/^default[[:space:]]*//p' "$1/loader/loader.conf")
  fi
  case $wanted in
    '') echo "unknown: loader.conf names no default" && return ;;
    @saved) echo "unknown: the loader boots what was chosen last" && return ;;
  esac
  found='' count=0
  # Names may be globs, may lack .conf, and may carry a boot counter (+3-0).
  for entry in "$1"/loader/entries/*.conf; do
    name=${entry##*/}
    plain=$(printf '%s' "${name%.conf}" | sed 's/+[0-9-]*$//')
    # shellcheck disable=SC2254 # a glob is what the loader takes as well
    case $name in $wanted | $wanted.conf) ;; *)
      case $plain.conf in $wanted | $wanted.conf) ;; *) continue ;; esac ;;
    esac
    found=$entry count=$((count + 1))
  done
  if [ "$count" -ne 1 ]; then
    echo "unknown: $count entries match the default $wanted" && return
  fi
  found_init=$(grep '^options' "$found" | init_of)
  echo "${found_init:-unknown: ${found##*/} has no init=}"
}

# grub_default CFG: NixOS writes the default as a number, once behind the
# question for next_entry, and entries as top-level `menuentry`.
grub_default() {
  number=$(sed -n 's/^[[:space:]]*set default="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' \
    "$1" | grep -v '[$]' | tail -n 1)
  case $number in
    '' | *[!0-9]*) echo "unknown: grub's default is '$number'" && return ;;
  esac
  found_init=$(awk -v want="$number" '
    /^(menuentry|submenu)/ { n++; kind = $1 }
    n == want + 1 && kind == "menuentry" { print }' "$1" | init_of)
  echo "${found_init:-unknown: entry $number of grub.cfg has no init=}"
}

boot_default() {
  for esp in /boot /efi /boot/efi; do
    if [ -f "$root$esp/loader/loader.conf" ]; then
      systemd_boot_default "$root$esp"
      return
    fi
  done
  if [ -f "$root/boot/grub/grub.cfg" ]; then
    grub_default "$root/boot/grub/grub.cfg"
    return
  fi
  echo "unknown: neither systemd-boot nor GRUB was found in /boot"
}
