# loader.sh: which system the boot loader starts by default.
# Also a part of the scripts that sdops sends (src/host/scripts.ts).
# Inputs: root. Outputs: boot_default prints a store path, or "unknown: WHY".
# shellcheck shell=sh
: "${root?}"

# The toplevel in the first `init=` of stdin.
init_of() {
  sed -n 's/^.*init=\(\/nix\/store\/[^ ]*\)\/init.*$/\1/p' | head -n 1
}

# loader_variable NAME: an EFI variable of systemd-boot's. Its value is 4 bytes
# of attributes and UTF-16; `bootctl set-default` and `set-preferred` write it.
loader_variable() {
  variable=$root/sys/firmware/efi/efivars
  variable=$variable/$1-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f
  [ -s "$variable" ] || return 0
  tail -c +5 "$variable" | tr -d '\000'
}

# boot_places: where an ESP or XBOOTLDR is mounted, the usual places first.
boot_places() {
  {
    printf '%s\n' /boot /efi /boot/efi
    sed -n 's/^[^ ]* \([^ ]*\) vfat .*$/\1/p' "$root/proc/self/mounts" \
      2>/dev/null || true
  } | awk '!seen[$0]++'
}

# boot_esp: the place that loader.conf is read from. A partition that only has
# entries (XBOOTLDR) may keep one of before.
boot_esp() {
  fallback=''
  for place in $(boot_places); do
    [ -f "$root$place/loader/loader.conf" ] || continue
    if [ -d "$root$place/EFI/systemd" ]; then echo "$place" && return; fi
    fallback=${fallback:-$place}
  done
  echo "$fallback"
}

# matching_entries PLACE WANTED: "bad generation toplevel" a line, `-` for what
# is missing. Names may be globs, may lack .conf, and carry a boot counter
# (+LEFT-DONE) that changes at every boot and every commit; without a try left
# an entry is bad (systemd.io/AUTOMATIC_BOOT_ASSESSMENT).
matching_entries() {
  for entry in "$root$1"/loader/entries/*.conf; do
    [ -f "$entry" ] || continue
    name=${entry##*/}
    plain=${name%.conf} bad=0
    counter=${plain##*+}
    case $counter in
      "$plain" | '' | *[!0-9-]*) ;;
      *)
        plain=${plain%+*}
        [ "${counter%%-*}" != 0 ] || bad=1 ;;
    esac
    # shellcheck disable=SC2254 # a glob is what the loader takes as well
    case $name in $2 | $2.conf) ;; *)
      case $plain.conf in $2 | $2.conf) ;; *) continue ;; esac ;;
    esac
    matched_init=$(grep '^options' "$entry" | init_of)
    number=$(sed -n 's/^version Generation \([0-9]*\) .*$/\1/p' "$entry")
    echo "$bad ${number:--} ${matched_init:--}"
  done
}

# first_entry WANTED BAD: the toplevel that the loader takes of those that
# match; BAD=0 leaves bad entries out, else they come last. Among the others
# the newest generation is first. Entries are told apart by what they boot,
# never by their names. Prints nothing when none matches.
first_entry() {
  for place in "$esp" $(boot_places); do
    matched=$(matching_entries "$place" "$1")
    [ -n "$matched" ] || continue
    echo "$matched" | awk -v allowed="$2" -v wanted="$1" '
      $1 > allowed { next }
      !($3 in seen) { seen[$3]; different++ }
      { if ($2 == "-") unordered = 1 }
      !count++ || $1 < bad || ($1 == bad && $2 + 0 > number) {
        bad = $1; number = $2 + 0; first = $3; tied = 0; next
      }
      $1 == bad && $2 + 0 == number && $3 != first { tied = 1 }
      END {
        if (!count) exit
        if (different > 1 && (unordered || tied))
          print "unknown: " count " entries match the default " wanted
        else if (first == "-")
          print "unknown: the entry " wanted " has no init="
        else print first
      }'
    return
  done
}

# systemd_boot_default: what is preferred unless it is bad, else the default;
# a variable wins over loader.conf.
systemd_boot_default() {
  for key in preferred default; do
    case $key in
      preferred) variable_name=LoaderEntryPreferred bad_allowed=0 ;;
      default) variable_name=LoaderEntryDefault bad_allowed=1 ;;
    esac
    wanted=$(loader_variable "$variable_name")
    [ -n "$wanted" ] || wanted=$(sed -n "s/^${key}[[:space:]]*//p" \
      "$root$esp/loader/loader.conf" | tail -n 1)
    case $wanted in
      '') continue ;;
      @saved) echo "unknown: the loader boots what was chosen last" && return ;;
    esac
    found_init=$(first_entry "$wanted" "$bad_allowed")
    [ -z "$found_init" ] || { echo "$found_init" && return; }
  done
  if [ -n "$wanted" ]; then
    echo "unknown: 0 entries match the default $wanted"
  else
    echo "unknown: loader.conf names no default"
  fi
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
  esp=$(boot_esp)
  if [ -n "$esp" ]; then
    systemd_boot_default
  elif [ -f "$root/boot/grub/grub.cfg" ]; then
    grub_default "$root/boot/grub/grub.cfg"
  else
    echo "unknown: neither systemd-boot nor GRUB was found in /boot"
  fi
}
