# ask-caches.sh: which paths each cache has, asked by this host's own Nix.
# Nothing that it remembers as missing counts.
# Inputs: config (NIX_CONFIG), limit (seconds a cache), paths (store paths, may
# be empty), only (caches' URLs; empty: all that Nix has), toplevel (may be
# empty: only what is named is asked for), system_drv (what makes it), heavy (an
# extended regular expression of store names).
# With toplevel: also what is heavy in its closure, or, while it isn't built,
# what is heavy on the way to it and in the store.
# Outputs: facts asked (paths), valid (those in the store), settings, caches
# (how many), cache.N.url, .exit, .json, .stderr; dry-run.exit, dry-run.text.
# Exit: 0.
# needs: prelude heavy-of own-folder run-nix
# shellcheck shell=sh
: "${config?}" "${limit:?}" "${paths?}" "${only?}" "${system_drv?}"
: "${toplevel?}" "${heavy?}" "${folder=}"

# ask_nix WORDS…: two attempts, since each costs time where a cache is dead.
ask_nix() {
  nix_within "$limit" --option narinfo-cache-negative-ttl 0 \
    --option download-attempts 2 "$@"
}

# settings: with ours, as every nix here finds them.
settings() {
  { ask_nix config show || ask_nix show-config; } 2>/dev/null |
    sed -n -e '/^require-sigs =/p' -e '/^substituters =/p' \
      -e '/^trusted-public-keys =/p'
}

is_valid() { nix-store --check-validity "$1" 2>/dev/null; }

# valid_of PATHS…: those that the store has.
valid_of() {
  printf '%s\n' "$@" | sort -u >"$folder/of"
  nix-store --check-validity --print-invalid "$@" | sort -u >"$folder/not"
  grep -vxF -f "$folder/not" "$folder/of" || true
}

# heavy_here: of the system as it is, or of what it is made from.
heavy_here() {
  if is_valid "$toplevel"; then
    nix-store -qR "$toplevel" | heavy_of
    return 0
  fi
  found=$(nix-store -qR "$system_drv" | grep '\.drv$' | heavy_of)
  [ -n "$found" ] || return 0
  # shellcheck disable=SC2046,SC2086 # store paths
  valid_of $(nix-store -q --outputs $found)
}

# ask_cache NUMBER URL: one cache, by its own files and no other's.
ask_cache() {
  code=0
  # shellcheck disable=SC2086 # store paths
  ask_nix path-info --json --store "$2" --option substituters '' $asked \
    >"$folder/$1.json" 2>"$folder/$1.stderr" || code=$?
  echo "$code" >"$folder/$1.exit"
}

tell_cache() {
  fact "cache.$1.url" "$2"
  fact "cache.$1.exit" "$(cat "$folder/$1.exit")"
  fact "cache.$1.stderr" "$(tail -c 4000 "$folder/$1.stderr" | tr -d '\000')"
  fact "cache.$1.json" "$(cat "$folder/$1.json")"
}

main() {
  umask 077
  export NIX_CONFIG="$config"
  make_folder
  settings >"$folder/settings"
  fact settings "$(cat "$folder/settings")"
  asked=$paths
  [ -z "$toplevel" ] || asked="$asked $(heavy_here)"
  # shellcheck disable=SC2086 # store paths
  asked=$(printf '%s\n' $asked | sort -u)
  fact asked "$asked"
  urls=${only:-$(sed -n 's/^substituters = *//p' "$folder/settings")}
  number=0
  for url in $urls; do
    number=$((number + 1))
    ask_cache "$number" "$url" &
  done
  # shellcheck disable=SC2086 # store paths
  fact valid "$([ -z "$asked" ] || valid_of $asked)"
  wait
  fact caches "$number"
  number=0
  for url in $urls; do
    number=$((number + 1))
    tell_cache "$number" "$url"
  done
}
main </dev/null
