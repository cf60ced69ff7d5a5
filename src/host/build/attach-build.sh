# attach-build.sh: follows a build to its end, or shows one that has ended.
# Inputs: id. Outputs: stderr: its log, from the start; stdout: facts known (0:
# there is no such build), exit (Nix's, or cancelled; empty: it was ended),
# alive (now and then). Exit: 0.
# needs: prelude builds
# shellcheck shell=sh
: "${id:?}" "${place=}"
main() {
  build_place "$id"
  if [ ! -e "$place/log" ]; then
    fact known 0
    return 0
  fi
  fact known 1
  follow_build
  fact exit "$(cat "$place/exit" 2>/dev/null || true)"
}
main </dev/null
