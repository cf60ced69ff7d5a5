# receive-paths.sh: on a host: takes store paths in that come as NARs, one
# behind the other, through the checks of a cache: no path without a signature
# that counts, nor one that isn't what was signed. What has come whole stays.
# Inputs: infos (what a cache would say of them, in the order of the NARs, what
# others refer to first), config (NIX_CONFIG, with the key of who signed);
# stdin: gzip.
# Outputs: stdout: a line sdops-open, then facts exit (of Nix), missing (how
# many did not come); stderr: Nix's log, its events after "@nix ". Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${infos:?}" "${config:?}" "${state_root:?}" "${folder=}"

# Bytes of NARs that are taken in together.
together=33554432

# write_infos: a file for each, and order: hash, size and path of each.
write_infos() {
  printf 'StoreDir: /nix/store\n' >nix-cache-info
  mkdir nar
  printf '%s\n' "$infos" | awk '
    /^$/ { close(hash ".narinfo"); next }
    /^StorePath: / { path = $2; hash = substr(path, 12, 32) }
    /^NarSize: / { print hash, $2, path >"order" }
    { print >(hash ".narinfo") }'
}

take_in() {
  # shellcheck disable=SC2086 # store paths
  run_nix copy --log-format internal-json --no-recursive \
    --from "file://$folder" $batch </dev/null >&2 || code=$?
  left=$((left - count))
  rm -f nar/*
  batch='' bytes=0 count=0
}

receive() {
  batch='' bytes=0 count=0
  while read -r hash size path <&3; do
    head -c "$size" >"nar/$hash.nar"
    # It may have been cut.
    [ "$(stat -c %s "nar/$hash.nar")" = "$size" ] || break
    batch="$batch $path" bytes=$((bytes + size)) count=$((count + 1))
    [ "$bytes" -lt "$together" ] || take_in
    [ "$code" = 0 ] || return 0
  done
  # What has come whole before a cut is worth having.
  [ -z "$batch" ] || take_in
}

main() {
  umask 077
  mkdir -p "$state_root"
  make_folder "$state_root/relay-XXXXXX"
  cd "$folder" || exit 1
  export NIX_CONFIG="$config" NIX_REMOTE=
  write_infos
  code=0 left=$(wc -l <order)
  echo sdops-open
  gzip -dc | {
    receive 3<order
    fact exit "$code"
    fact missing "$left"
  }
  exit
}
main
