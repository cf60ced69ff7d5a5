# realise.sh: builds derivations that are known by name, and fetches paths, as a
# build of its own, which goes on when nobody listens any more; one that makes
# the same and runs already is followed instead.
# Inputs: id (of the build), wanted (store paths, a blank between two), about
# (of the build, for who lists it), shared (1: another that makes more than this
# is as good), build_text (run-build.sh, with what it is given), settings (a
# hash of Nix's: caches, builders; another one's are not changed on its way).
# Outputs: stderr: a line of ours that names the build; Nix's log, its events
# after "@nix "; stdout: facts exit (Nix's, or cancelled; empty: it
# was ended), collected (derivations that the store no longer has), alive (now
# and then). Exit: 0.
# needs: prelude builds begin-build portable
# shellcheck shell=sh
: "${id:?}" "${wanted:?}" "${about:?}" "${shared:?}" "${build_text:?}"
: "${settings:?}"
: "${state_root:?}" "${place=}"

# collected: those of wanted that the garbage collector took.
collected() {
  derivations=
  for path in $wanted; do
    case $path in *.drv) derivations="$derivations $path" ;; esac
  done
  # shellcheck disable=SC2086 # store paths have no blanks
  [ -z "$derivations" ] ||
    nix-store --check-validity --print-invalid $derivations 2>/dev/null || true
}

begin_or_attach() {
  build_place "$id"
  if build_alive || { [ "$shared" = 1 ] && find_running "$wanted"; }; then
    say "follows the build ${place##*/}, which runs already"
    [ "$(cat "$place/settings" 2>/dev/null || true)" = "$settings" ] ||
      say "it keeps the caches and builders that it began with; to begin" \
        "anew: sdops builds cancel ${place##*/}"
    return 0
  fi
  begin_build "$id" "$build_text" "$wanted" "$about" 7>&- </dev/null
  printf '%s\n' "$settings" >"$place/settings"
  say "began the build $id"
}

main() {
  gone=$(collected)
  if [ -n "$gone" ]; then
    fact exit 1
    fact collected "$gone"
    return 0
  fi
  mkdir -p "$state_root/builds"
  # Two that ask at once are one build.
  take_turn "$state_root/builds.lock"
  begin_or_attach
  end_turn
  follow_build
  code=$(cat "$place/exit" 2>/dev/null || true)
  fact exit "$code"
  # The garbage collector may have been at work just then.
  [ "$code" = 0 ] || fact collected "$(collected)"
}
main </dev/null
