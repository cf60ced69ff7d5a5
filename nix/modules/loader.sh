# loader.sh: which system the boot loader starts by default.
# Also a part of the scripts that sdops sends, which is what `needs` is for.
# Inputs: root. Outputs: boot_default prints a store path, or "unknown: WHY".
# needs: prelude
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
  set -- "$root/proc/self/mounts"
  [ -r "$1" ] || shift
  awk 'function say(place) { if (!seen[place]++) print place }
    BEGIN { say("/boot"); say("/efi"); say("/boot/efi") }
    $3 == "vfat" { say($2) }' "$@" </dev/null
}

# find_esp: sets esp to the place that loader.conf is read from. A partition
# that only has entries (XBOOTLDR) may keep one of before.
find_esp() {
  esp=''
  for place in $places; do
    [ -f "$root$place/loader/loader.conf" ] || continue
    [ ! -d "$root$place/EFI/systemd" ] || { esp=$place && return; }
    esp=${esp:-$place}
  done
}

# matches ENTRY WANTED: names may be globs, may lack .conf, and carry a boot
# counter (+LEFT-DONE) that changes at every boot and every commit; without a
# try left an entry is bad (systemd.io/AUTOMATIC_BOOT_ASSESSMENT): sets bad.
matches() {
  [ -f "$1" ] || return 1
  name=${1##*/}
  plain=${name%.conf} bad=0
  counter=${plain##*+}
  case $counter in
    "$plain" | '' | *[!0-9-]*) ;;
    *)
      plain=${plain%+*}
      [ "${counter%%-*}" != 0 ] || bad=1 ;;
  esac
  # shellcheck disable=SC2254 # a glob is what the loader takes as well
  case $name in $2 | $2.conf) return 0 ;; esac
  # shellcheck disable=SC2254
  case $plain.conf in $2 | $2.conf) return 0 ;; esac
  return 1
}

# choose_entry ALLOWED WANTED [BAD ENTRY]…: the toplevel that the loader takes.
# Of two entries the better one is not bad, then of the newer generation; which
# of two equals it takes isn't known.
choose_entry() {
  awk '
    # The toplevel in the last init= of a line.
    function init_in(line, words, at, found) {
      at = split(line, words, " ")
      while (at && words[at] !~ /init=\/nix\/store\/.*\/init/) at--
      if (!at) return ""
      found = words[at]
      sub(/^.*init=/, "", found)
      match(found, /^.*\/init/)
      return substr(found, 1, RLENGTH - 5)
    }
    function read_entry(file, line, words) {
      init = generation = ""
      while ((getline line <file) > 0) {
        if (init == "" && line ~ /^options/) init = init_in(line)
        if (line !~ /^version Generation [0-9]+ /) continue
        split(line, words, " ")
        generation = words[3]
      }
      close(file)
    }
    function judge(is_bad) {
      if (!seen[init]++) different++
      if (generation == "") unordered = 1
      generation += 0
      if (!count++ || is_bad < bad || is_bad == bad && generation > newest) {
        bad = is_bad; newest = generation; first = init; tied = 0
      } else if (is_bad == bad && generation == newest && init != first)
        tied = 1
    }
    BEGIN {
      allowed = ARGV[1]; wanted = ARGV[2]
      for (at = 3; at < ARGC; at += 2) {
        if (ARGV[at] > allowed) continue
        read_entry(ARGV[at + 1])
        judge(ARGV[at])
      }
      if (!count) exit
      if (different > 1 && (unordered || tied))
        print "unknown: " count " entries match the default " wanted
      else if (first == "")
        print "unknown: the entry " wanted " has no init="
      else print first
    }' "$@" </dev/null
}

# first_entry WANTED ALLOWED: the toplevel that the loader takes of those that
# match; ALLOWED=0 leaves bad entries out, else they come last. Entries are told
# apart by what they boot, never by their names. Prints nothing when none
# matches.
first_entry() {
  for place in "$esp" $places; do
    set -- "$1" "$2"
    for entry in "$root$place"/loader/entries/*.conf; do
      ! matches "$entry" "$1" || set -- "$@" "$bad" "$entry"
    done
    [ $# -gt 2 ] || continue
    wanted_entry=$1 allowed=$2
    shift 2
    choose_entry "$allowed" "$wanted_entry" "$@"
    return
  done
}

# loader_setting KEY: sets wanted to what loader.conf says last.
loader_setting() {
  wanted=''
  while read -r setting value || [ -n "$setting" ]; do
    [ "$setting" != "$1" ] || wanted=$value
  done <"$root$esp/loader/loader.conf"
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
    [ -n "$wanted" ] || loader_setting "$key"
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
  places=$(boot_places)
  find_esp
  if [ -n "$esp" ]; then
    systemd_boot_default
  elif [ -f "$root/boot/grub/grub.cfg" ]; then
    grub_default "$root/boot/grub/grub.cfg"
  else
    echo "unknown: neither systemd-boot nor GRUB was found in /boot"
  fi
}
