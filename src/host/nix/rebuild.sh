# rebuild.sh: nixos-rebuild, by the flags of its dialect.
# Inputs: action (build, or switch, test, boot of --engine nixos-rebuild),
# source, host, config (NIX_CONFIG), dialect (bash, python), builder_hosts.
# Outputs: stderr: Nix's log, its events after "@nix "; stdout: facts exit,
# result (a store path, GC-rooted by the host's name). Exit: 0.
# A build stops with the connection; a switch goes on.
# shellcheck shell=sh disable=SC2154
: "${action:?}" "${source:?}" "${host:?}" "${dialect:?}" "${root?}"
main() {
  make_folder
  find_builders "$folder"
  export NIX_CONFIG="experimental-features = nix-command flakes
${config:-}"
  set -- "$action" --flake "path:$source#$host" --no-update-lock-file \
    --log-format internal-json
  # Running another version of itself is neither asked for nor the plan's; the
  # bash dialect knows this flag only as --fast.
  if [ "$dialect" = python ]; then set -- "$@" --no-reexec
  else set -- "$@" --fast; fi
  waited_for=0
  [ "$action" != build ] || waited_for=1
  attend "$waited_for" nixos-rebuild "$@"
  fact exit "$code"
  if [ "$code" = 0 ] && [ -L result ]; then
    made=$(readlink -f result)
    roots=$root/nix/var/nix/gcroots/sdops
    mkdir -p "$roots"
    ln -sfn "$made" "$roots/build-$host"
    fact result "$made"
  fi
  cd /
}
main </dev/null
