# run-nix.sh: Nix, whatever the host has switched on of it. What is silent for
# half a minute is given up by the ssh that Nix starts.
# Inputs: none. Outputs: run_nix, nix_within; NIX_SSHOPTS, where it isn't set.
# needs: nothing
# shellcheck shell=sh
alive="-o ServerAliveCountMax=3 -o ServerAliveInterval=10"
export NIX_SSHOPTS="${NIX_SSHOPTS:-$alive}"

run_nix() { nix --extra-experimental-features 'nix-command flakes' "$@"; }

# nix_within SECONDS WORDS…: run_nix; 124 when it took longer.
nix_within() {
  nix_limit=$1
  shift
  within "$nix_limit" nix --extra-experimental-features \
    'nix-command flakes' "$@"
}

# within SECONDS COMMAND…: by timeout, where there is one.
within() (
  if command -v timeout >/dev/null; then exec timeout "$@"; fi
  seconds=$1
  shift
  "$@" &
  timed=$!
  { sleep "$seconds" && kill -TERM "$timed"; } >/dev/null 2>&1 &
  clock=$!
  code=0
  wait "$timed" || code=$?
  kill "$clock" 2>/dev/null || exit 124
  exit "$code"
)
