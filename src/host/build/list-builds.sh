# list-builds.sh: the builds that a machine knows of, the newest first.
# Inputs: none. Outputs: facts ids (a line each); ID.about, ID.alive (0, 1),
# ID.begun (seconds since 1970), ID.exit (empty: none). Exit: 0.
# needs: prelude builds
# shellcheck shell=sh
: "${state_root:?}" "${place=}"
main() {
  ids=$(ls -1t "$state_root/builds" 2>/dev/null || true)
  fact ids "$ids"
  for id in $ids; do
    build_place "$id"
    fact "$id.about" "$(cat "$place/about" 2>/dev/null || true)"
    alive=0
    ! build_alive || alive=1
    fact "$id.alive" "$alive"
    fact "$id.begun" "$(date -r "$place/run" +%s 2>/dev/null || echo 0)"
    fact "$id.exit" "$(cat "$place/exit" 2>/dev/null || true)"
  done
}
main </dev/null
