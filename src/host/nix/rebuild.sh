# rebuild.sh: --engine nixos-rebuild: the whole switch, by the flags of the
# host's dialect. It evaluates and builds by itself, and goes on without us.
# Inputs: action (switch, test, boot), source, host, config (NIX_CONFIG),
# builder_hosts.
# Outputs: stderr: Nix's log, its events after "@nix "; stdout: facts dialect
# (bash, python; none, unknown: nothing was run), exit. Exit: 0.
# needs: prelude attend builder-ssh
# shellcheck shell=sh disable=SC2154
: "${action:?}" "${source:?}" "${host:?}"

# find_dialect: this runs nothing. Exit 1 is the old bash one, 2 the Python one
# (activation.md §1).
find_dialect() {
  dialect=none
  command -v nixos-rebuild >/dev/null || return 0
  asked=0
  timeout 20 nixos-rebuild build --no-reexec --frobnicate \
    >/dev/null 2>&1 </dev/null || asked=$?
  case $asked in
    1) dialect=bash ;;
    2) dialect=python ;;
    *) dialect=unknown ;;
  esac
}

main() {
  make_work_folder
  find_dialect
  fact dialect "$dialect"
  # Running another version of itself is neither asked for nor the plan's; the
  # bash dialect knows this flag only as --fast.
  case $dialect in
    bash) same_version=--fast ;;
    python) same_version=--no-reexec ;;
    *) return 0 ;;
  esac
  find_builders "$folder"
  export NIX_CONFIG="experimental-features = nix-command flakes
${config:-}"
  attend 0 nixos-rebuild "$action" --flake "path:$source#$host" \
    --no-update-lock-file --log-format internal-json "$same_version"
  fact exit "$code"
  cd /
}
main </dev/null
