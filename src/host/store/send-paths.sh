# send-paths.sh: on a build site: store paths as NARs, one behind the other.
# Small ones are packed together: a process for each would take longer than the
# wire.
# Inputs: paths (store paths, a blank between two, what others refer to first),
# state_root.
# Outputs: stdout: a line sdops-open, then gzip. Exit: 0.
# needs: prelude own-folder run-nix
# shellcheck shell=sh
: "${paths:?}" "${state_root:?}" "${folder=}"

# Bytes of NARs that are packed together, and of one that goes by itself.
together=33554432
alone=8388608

dump() {
  for path in "$@"; do
    nix-store --dump "$path" || say "$path could not be sent"
  done
}

# packed PATHS…: a cache in a folder, whose files are the NARs; 1 when Nix
# couldn't make it.
packed() {
  run_nix copy --no-recursive --quiet \
    --to "file://$folder/cache?compression=none" "$@" 2>/dev/null || return 1
  for path in "$@"; do
    name=${path##*/}
    while read -r key value; do
      [ "$key" != URL: ] || echo "$folder/cache/$value"
    done <"$folder/cache/${name%%-*}.narinfo"
  done >"$folder/files"
}

# send PATHS…: what has been put together.
send() {
  [ "$#" != 0 ] || return 0
  if [ "$#" = 1 ] || ! packed "$@"; then
    dump "$@"
  else
    # The order is that of the paths.
    xargs cat <"$folder/files"
  fi
  rm -rf "$folder/cache"
}

# send_all: sizes has that of each path, in their order.
send_all() {
  bytes=0 batch=
  for path in $paths; do
    read -r size <&3 || size=$alone
    if [ "$size" -ge "$alone" ] || [ "$((bytes + size))" -gt "$together" ]; then
      # shellcheck disable=SC2086 # store paths
      send $batch
      bytes=0 batch=
    fi
    if [ "$size" -ge "$alone" ]; then
      dump "$path"
    else
      bytes=$((bytes + size)) batch="$batch $path"
    fi
  done
  # shellcheck disable=SC2086 # store paths
  send $batch
}

main() {
  umask 077
  mkdir -p "$state_root"
  make_folder "$state_root/relay-XXXXXX"
  # shellcheck disable=SC2086 # store paths
  nix-store --query --size $paths >"$folder/sizes" 2>/dev/null || true
  echo sdops-open
  send_all 3<"$folder/sizes" | gzip -1 -c
  exit
}
main </dev/null
