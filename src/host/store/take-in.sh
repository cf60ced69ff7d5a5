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
# needs: prelude attend builder-ssh bounded run-nix
# shellcheck shell=sh disable=SC2154
: "${toplevel:?}" "${keep:?}" "${paths?}" "${cached?}" "${store?}"
: "${gc_roots:?}" "${bounds=}" "${pid_first:?}" "${root?}"

# absent PATHS: those that the store lacks.
absent() { nix-store --check-validity --print-invalid "$@" || true; }

events() {
  watch_archives
  attend 1 sh -c "$pid_first" "$bounds/nix-pid" \
    nix --extra-experimental-features 'nix-command flakes' \
    "$@" --log-format internal-json 2>"$bounds/events"
  end_watch
}

# daemon_trusts: whether there is a daemon, which takes root's word for a key.
daemon_trusts() {
  [ -S "$root/nix/var/nix/daemon-socket/socket" ] || return 1
  ! { run_nix store info --json --store daemon ||
    run_nix store ping --json --store daemon; } 2>/dev/null |
    grep -qE '"trusted": *(0|false)'
}

# own_store: what stands for this store, in own. A daemon is sent all paths at
# once. What Nix itself writes into the store takes a session of ssh-ng:// for
# each: who reads an archive to its end and no further takes it for broken off.
# So they share one login. Source: nix src/libstore/store-api.cc, copyPaths;
# src/libutil/serialise.cc, sinkToSource.
own_store() {
  own=daemon
  ! daemon_trusts || return 0
  own=local
  NIX_SSHOPTS="$NIX_SSHOPTS -o ControlMaster=auto -o ControlPath=$folder/login \
-o ControlPersist=2"
}

main() {
  make_work_folder
  bounds=$folder
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
  if [ -n "$rest" ] && [ -n "$store" ]; then
    own_store
    # shellcheck disable=SC2086 # store paths
    events copy --no-recursive --from "$store" --to "$own" $rest
  fi
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
