# run-build.sh: a build, by itself: it ends when it is done, or is cancelled.
# Inputs: id, wanted (store paths, a blank between two: derivations, which may
# be built, and others, which are fetched or fail), keep (its GC root, below
# gcroots/sdops; one in a folder replaces what is in it; empty: the build keeps
# what it makes itself), going (1: what fails doesn't stop the others), config
# (NIX_CONFIG), builder_hosts.
# Outputs: the files pid, log, exit of builds.sh. Exit: 0.
# needs: prelude builds builder-ssh bounded
# shellcheck shell=sh
: "${id:?}" "${wanted:?}" "${keep?}" "${going:?}" "${gc_roots:?}" "${place=}"
: "${state_root:?}" "${bounds=}" "${pid_first:?}"

# is_superseded PLACE: whether that build has ended, began before this one, and
# was for no host that this one isn't for.
is_superseded() {
  [ -s "$1/about" ] && [ -e "$1/exit" ] || return 1
  [ -n "$(find "$1/run" ! -newer "$place/run" 2>/dev/null)" ] || return 1
  # shellcheck disable=SC2013 # words of JSON, which have no blanks
  for word in $(grep -o '"[^" ]*"' "$1/about"); do
    grep -qF -- "$word" "$place/about" || return 1
  done
}

# forget_superseded: what older builds keep for hosts that never came for it.
forget_superseded() {
  for other in "$state_root/builds"/*; do
    [ "$other" != "$place" ] || continue
    ! is_superseded "$other" || rm -f "$other/result"*
  done
}

# forget_handed_out: of what this build keeps, what a host has come for while
# the rest was still built (hand-out.sh): it has a root of its own.
forget_handed_out() {
  roots=$(find "$gc_roots" -name 'build-*' -exec readlink {} \; 2>/dev/null ||
    true)
  for kept in "$place"/result*; do
    target=$(readlink "$kept") || continue
    ! printf '%s\n' "$roots" | grep -qxF "$target" || rm -f "$kept"
  done
}

main() {
  build_place "$id"
  exec >>"$place/log" 2>&1
  umask 022
  mkdir "$place/tmp"
  echo "$$" >"$place/pid.new"
  mv "$place/pid.new" "$place/pid"
  cd "$place" || exit 1
  export TMPDIR="$place/tmp"
  find_builders "$place"
  export NIX_CONFIG="${config:-}"
  link=$place/result
  [ -z "$keep" ] || link=$gc_roots/$keep
  mkdir -p "${link%/*}"
  case $keep in */*) rm -f "$link"* ;; esac
  outputs=
  for path in $wanted; do
    case $path in
      *.drv) outputs="$outputs $path^*" ;;
      *) outputs="$outputs $path" ;;
    esac
  done
  keep_going=
  [ "$going" = 0 ] || keep_going=--keep-going
  code=0
  bounds=$place
  watch_archives
  # shellcheck disable=SC2086 # store paths have no blanks
  sh -c "$pid_first" "$bounds/nix-pid" \
    nix --extra-experimental-features 'nix-command flakes' \
    build --log-format internal-json --out-link "$link" $keep_going $outputs \
    2>"$bounds/events" || code=$?
  end_watch
  rm -rf "$place/tmp"
  if [ "$code" = 0 ]; then
    forget_handed_out
    forget_superseded
  fi
  echo "$code" >"$place/exit.new"
  # Who has cancelled it has said so.
  [ -e "$place/exit" ] || mv "$place/exit.new" "$place/exit"
}
main </dev/null
