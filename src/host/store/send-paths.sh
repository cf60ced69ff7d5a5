# send-paths.sh: on a build site: store paths as NARs, one behind the other.
# Inputs: paths (store paths, a blank between two, what others refer to first).
# Outputs: stdout: a line sdops-open, then gzip. Exit: 0.
# needs: prelude
# shellcheck shell=sh
: "${paths:?}"
main() {
  echo sdops-open
  {
    for path in $paths; do
      nix-store --dump "$path" || say "$path could not be sent"
    done
  } | gzip -1 -c
  exit
}
main </dev/null
