# running-system.sh: what a plan compares the system to be with: what the
# running one consists of, its unit files, and room where the loader boots from.
# Inputs: old (the running system; may be empty), roots (store paths that are to
# be part of the next one, a blank between two; may be empty), ignored (unit
# keys that don't matter, an extended regular expression), place (where kernels
# are copied to), copies (0: only if the store is on another file system),
# kernel, initrd (files to be; may be empty).
# Outputs: facts closure (a line "SIDE BYTES NAME" a store path; SIDE: o old,
# n next, b both), units ("NAME SUM ACTIVE OWN": SUM of the file without what is
# ignored, OWN: 1 if NixOS wrote it), both gzip, base64; boot.free (bytes), and
# boot.new ("KIND BYTES" for what must be copied there; left out where nothing
# is copied at all). What can't be had is left out. Exit: 0; 1: no room.
# needs: prelude own-folder
# shellcheck shell=sh
: "${old?}" "${roots?}" "${ignored?}" "${place?}" "${kernel?}" "${initrd?}"
: "${root?}" "${folder=}" "${copies?}" "${system?}"

requisites() {
  [ "$#" = 0 ] || nix-store --query --requisites "$@"
}

# closures: of two lists of paths, each path once.
closures() {
  # shellcheck disable=SC2086 # store paths
  requisites $old >"$folder/old" || return 1
  # shellcheck disable=SC2086 # store paths
  requisites $roots >"$folder/next" || return 1
  sort -u "$folder/old" "$folder/next" >"$folder/paths"
  [ -s "$folder/paths" ] || return 0
  # shellcheck disable=SC2046 # store paths
  nix-store --query --size $(cat "$folder/paths") >"$folder/sizes" || return 1
  paste -d ' ' "$folder/sizes" "$folder/paths" | awk '
    of == "old" { old[$1] = 1; next }
    of == "next" { next_[$1] = 1; next }
    {
      side = $2 in old ? ($2 in next_ ? "b" : "o") : "n"
      print side, $1, substr($2, 45)
    }' of=old "$folder/old" of=next "$folder/next" of=all -
}

# plain_units FILE…: each without what is ignored, in a folder, by number.
plain_units() {
  mkdir "$folder/units"
  awk -v folder="$folder/units" -v ignored="^($ignored)[ \t]*=" '
    FNR == 1 { close(file); file = sprintf("%s/%05d", folder, ++count) }
    $0 !~ ignored { print >file }
    { printf "" >file }' "$@"
}

units() {
  folder_of_units=$old/etc/systemd/system
  set --
  for file in "$root$folder_of_units"/*; do
    [ -f "$file" ] || continue
    [ -s "$file" ] || continue
    [ ! -s "$file.d/overrides.conf" ] || file=$file.d/overrides.conf
    set -- "$@" "$file"
  done
  [ "$#" -gt 0 ] || return 0
  plain_units "$@"
  sha256sum "$folder"/units/* | cut -c 1-16 >"$folder/sums"
  readlink -f "$@" >"$folder/real"
  printf '%s\n' "$@" >"$folder/names"
  systemctl list-units --all --plain --no-legend \
    --state=active,activating,reloading >"$folder/active" 2>/dev/null || true
  paste -d ' ' "$folder/sums" "$folder/real" "$folder/names" | awk '
    NR == FNR {
      active[$1] = 1
      # An instance has the file of its template.
      sub(/@[^@]*[.]/, "@.", $1)
      active[$1] = 1
      next
    }
    {
      name = $3
      sub(/\.d\/overrides\.conf$/, "", name)
      sub(/.*\//, "", name)
      # Files of packages lie deeper.
      own = $2 ~ /^(.*)?\/nix\/store\/[^\/]+\/[^\/]+(\.d\/overrides\.conf)?$/
      print name, $1, (name in active) + 0, own
    }' "$folder/active" -
}

# copied KIND FILE SAME: what the loader's place lacks of a file to be, in
# bytes; where it isn't built yet, those of the running system's.
copied() {
  [ -n "$2" ] || return 0
  [ "$(readlink -f "$root$2" 2>/dev/null)" != "$(readlink -f "$3")" ] ||
    return 0
  hash=${2#/nix/store/}
  hash=${hash%%-*}
  for file in "$at/EFI/nixos/$hash"-* "$at/kernels/$hash"-* \
    "$at/nixos/$hash"-*; do
    [ ! -e "$file" ] || return 0
  done
  bytes=$(stat -L -c %s "$root$2" 2>/dev/null || stat -L -c %s "$3")
  echo "$1 $bytes"
}

boot() {
  at=$root$place
  [ -d "$at" ] || return 0
  [ "$copies" = 1 ] ||
    [ "$(stat -c %d "$at")" != "$(stat -c %d "$root/nix/store")" ] || return 0
  fact boot.free "$(df -B1 --output=avail "$at" | tail -n 1 | tr -d ' ')"
  new=$(copied kernel "$kernel" "$root$old/kernel"
    copied initrd "$initrd" "$root$old/initrd") || return 0
  fact boot.new "$new"
}

# packed KEY COMMAND: its output, unless it fails.
packed() {
  ! "$2" >"$folder/$1.out" 2>/dev/null </dev/null ||
    fact "$1" "$(gzip -c "$folder/$1.out" | base64 | tr -d '\n')"
}

main() {
  umask 077
  memory_folder
  packed closure closures
  if [ -n "$old" ]; then
    packed units units
    boot
  fi
  all_written
}
main </dev/null
