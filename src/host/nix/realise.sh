# realise.sh: builds derivations that are known by name, and fetches paths.
# Inputs: wanted (store paths, a blank between two: derivations, which may be
# built, and others, which are fetched or fail), keep (the GC root of what is
# there afterwards, below gcroots/sdops; one in a folder replaces what is in
# it), going (1: what fails doesn't stop the others), config (NIX_CONFIG),
# builder_hosts.
# Outputs: stderr: Nix's log, its events after "@nix "; stdout: facts exit,
# collected (derivations that the store no longer has). Exit: 0.
# needs: prelude attend builder-ssh
# shellcheck shell=sh disable=SC2154
: "${wanted:?}" "${keep:?}" "${going:?}" "${root?}"
main() {
  make_work_folder
  find_builders "$folder"
  export NIX_CONFIG="${config:-}"
  link=$root/nix/var/nix/gcroots/sdops/$keep
  mkdir -p "${link%/*}"
  case $keep in */*) rm -f "$link"* ;; esac
  derivations='' outputs='' collected=''
  for path in $wanted; do
    case $path in
      *.drv)
        derivations="$derivations $path" outputs="$outputs $path^*"
        [ -e "$root$path" ] || collected="$collected $path" ;;
      *) outputs="$outputs $path" ;;
    esac
  done
  keep_going=
  [ "$going" = 0 ] || keep_going=--keep-going
  code=1
  if [ -z "$collected" ]; then
    # shellcheck disable=SC2086 # store paths have no blanks
    attend 1 nix --extra-experimental-features 'nix-command flakes' \
      build --log-format internal-json --out-link "$link" $keep_going \
      $outputs
  fi
  # The garbage collector may have been at work just then.
  # shellcheck disable=SC2086 # store paths have no blanks
  [ "$code" = 0 ] || [ -z "$derivations" ] || collected=$(
    nix-store --check-validity --print-invalid $derivations || true)
  fact exit "$code"
  fact collected "$collected"
  cd /
}
main </dev/null
