# remembered-misses.sh: what a cache has by now, but root's Nix remembers not to
# be there; it does so for an hour (narinfo-cache-negative-ttl).
# Inputs: root, folder (of one's own), caches (URLs).
# Outputs: remembered_misses.
# needs: prelude
# shellcheck shell=sh
: "${root?}" "${folder=}" "${caches?}"

# misses_in FILES…: a line for each miss, when it was and the path's hash, in
# hexadecimal. Hosts have no sqlite, but such a row has a head of its own: 16
# bytes long; a number, a text of 32 bytes, 11 times NULL, 4 bytes of a time,
# false. What is left of a deleted row is taken for one, too.
# Source: Nix' nar-info-disk-cache.cc; sqlite.org/fileformat2.html, 2.1.
misses_in() {
  miss='(10(08|09)4d0{22}0408|10014d0{22}0408..|10024d0{22}0408....)'
  for memory; do
    head -c 50000000 "$memory" | od -An -v -tx1 -w65536 | tr -d ' \n'
    echo
  done | grep -oE "$miss(3[0-9]|[67][0-9a-f]){32}.{8}" |
    sed 's/.*\(.\{64\}\)\(.\{8\}\)$/\2 \1/'
}

# hashes_of: misses as the hashes themselves, the newest first.
hashes_of() {
  sort -ru | awk '
    function digit(at) {
      return index("0123456789abcdef", substr($2, at, 1)) - 1
    }
    { hash = ""
      for (at = 1; at < 64; at += 2)
        hash = hash sprintf("%c", 16 * digit(at) + digit(at + 1))
      if (hash ~ /^[0-9a-df-np-sv-z]+$/ && !seen[hash]++) print hash }'
}

# absent_here: of hashes, those of paths that the store lacks; at most 100.
absent_here() {
  # shellcheck disable=SC2012 # names of store paths are plain
  ls -U "$root/nix/store" 2>/dev/null | cut -c 1-32 |
    awk -v list="$folder/missed" 'FILENAME != list { here[$0]; next }
      !($0 in here)' - "$folder/missed" |
    head -n 100
}

# lacking CACHE MEMORY PATHS…: those that a cache lacks, by what is remembered
# in that folder. The URL may hold a password, so it is in no command line. Only
# a path's hash is looked up.
lacking() {
  lacking_cache=$1 lacking_memory=$2
  shift 2
  env -u NIX_CACHE_HOME HOME=/root "XDG_CACHE_HOME=$lacking_memory" \
    "NIX_REMOTE=$lacking_cache" timeout 10 nix-store \
    --option connect-timeout 5 --option download-attempts 1 \
    --check-validity --print-invalid "$@"
}

# names_of CACHE MEMORY PATHS…: JSON that has their names.
names_of() {
  names_cache=$1 names_memory=$2
  shift 2
  env -u NIX_CACHE_HOME "XDG_CACHE_HOME=$names_memory" \
    "NIX_REMOTE=$names_cache" timeout 10 nix \
    --extra-experimental-features nix-command path-info --json "$@"
}

# hidden_in CACHE FOLDER: lines CACHE NAME.
hidden_in() {
  # shellcheck disable=SC2046 # store paths have no blanks
  set -- "$1" "$2" $(sed 's|.*|/nix/store/&-x|' "$folder/absent")
  cache=$1 own=$2
  shift 2
  lacking "$cache" "$own" "$@" >"$own.lacks" 2>/dev/null || return 0
  printf '%s\n' "$@" | grep -vxFf "$own.lacks" >"$own.has" || return 0
  # shellcheck disable=SC2046
  set -- $(cat "$own.has")
  lacking "$cache" "$root/root/.cache" "$@" >"$own.hidden" 2>/dev/null ||
    return 0
  # shellcheck disable=SC2046
  set -- $(head -n 5 "$own.hidden")
  [ "$#" -gt 0 ] || return 0
  names_of "$cache" "$own" "$@" >"$own.names" 2>/dev/null || true
  while read -r path; do
    hash=${path##*/} hash=${hash%-x}
    name=$(grep -oE "/nix/store/$hash-[^\"]+" "$own.names" | head -n 1) || true
    name=${name:-$hash}
    echo "$cache ${name##*/}"
  done <"$own.hidden"
}

remembered_misses() {
  [ -n "$caches" ] && command -v nix-store >/dev/null || return 0
  # An older one has nothing that still counts.
  set --
  for memory in "$root"/root/.cache/nix/binary-cache-v*.sqlite; do
    [ -z "$(find "$memory" -mmin -60 2>/dev/null)" ] || set -- "$@" "$memory"
  done
  [ "$#" -gt 0 ] || return 0
  misses_in "$@" | hashes_of >"$folder/missed"
  absent_here >"$folder/absent"
  [ -s "$folder/absent" ] || return 0
  number=0
  for cache in $caches; do
    number=$((number + 1))
    mkdir "$folder/memory.$number"
    hidden_in "$cache" "$folder/memory.$number" \
      >"$folder/hidden.$number" &
  done
  wait
  cat "$folder"/hidden.*
}
