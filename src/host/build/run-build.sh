# run-build.sh: a build, by itself: it ends when it is done, or is cancelled.
# Inputs: id, wanted (store paths, a blank between two: derivations, which may
# be built, and others, which are fetched or fail), keep (its GC root, below
# gcroots/sdops; one in a folder replaces what is in it; empty: the build keeps
# what it makes itself), going (1: what fails doesn't stop the others), config
# (NIX_CONFIG), builder_hosts.
# Outputs: the files pid, log, exit of builds.sh. Exit: 0.
# needs: prelude builds builder-ssh
# shellcheck shell=sh
: "${id:?}" "${wanted:?}" "${keep?}" "${going:?}" "${gc_roots:?}" "${place=}"

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
  # shellcheck disable=SC2086 # store paths have no blanks
  nix --extra-experimental-features 'nix-command flakes' \
    build --log-format internal-json --out-link "$link" $keep_going $outputs ||
    code=$?
  rm -rf "$place/tmp"
  echo "$code" >"$place/exit.new"
  # Who has cancelled it has said so.
  [ -e "$place/exit" ] || mv "$place/exit.new" "$place/exit"
}
main </dev/null
