# take-in.sh: on a host: brings what a build site has made into its store: what
# its caches have from them, the rest from the site; no path without a signature
# that counts.
# Inputs: toplevel, keep (the GC root's name), paths (what the host lacks),
# cached (those of them that caches may have), store (the site's URI; empty: it
# can't be reached from here), config (NIX_CONFIG, with the site's public key),
# builder_hosts.
# Outputs: stderr: Nix's log, its events after "@nix "; facts exit, missing (how
# many paths the site has to send, or has sent), lacks (1: they did not come).
# Exit: 0.
# needs: prelude attend builder-ssh
# shellcheck shell=sh disable=SC2154
: "${toplevel:?}" "${keep:?}" "${paths?}" "${cached?}" "${store?}"
: "${gc_roots:?}"

# absent PATHS: those that the store lacks.
absent() { nix-store --check-validity --print-invalid "$@" || true; }

events() {
  attend 1 nix --extra-experimental-features 'nix-command flakes' \
    "$@" --log-format internal-json
}

main() {
  make_work_folder
  find_builders "$folder"
  export NIX_CONFIG="${config:-}"
  code=0
  # What a cache doesn't have after all, the site has. Nothing is compiled:
  # these are no derivations.
  # shellcheck disable=SC2086 # store paths
  [ -z "$cached" ] || events build --no-link --keep-going $cached
  # shellcheck disable=SC2086 # store paths
  rest=$([ -z "$paths" ] || absent $paths)
  code=0
  # shellcheck disable=SC2086 # store paths
  [ -z "$rest" ] || [ -z "$store" ] ||
    events copy --no-recursive --from "$store" $rest
  fact missing "$(printf '%s\n' "$rest" | grep -c / || true)"
  lacks=0
  [ -z "$rest" ] || [ -n "$store" ] || lacks=1
  fact lacks "$lacks"
  if [ "$code" = 0 ] && [ "$lacks" = 0 ]; then
    nix-store --check-validity "$toplevel" || code=$?
    link=$gc_roots/$keep
    mkdir -p "${link%/*}"
    ln -sfn "$toplevel" "$link"
  fi
  fact exit "$code"
  cd /
}
main </dev/null
