# builder-ssh.sh: how the ssh that Nix starts treats a builder: only the pinned
# host key counts, nothing is asked, and what is silent is given up.
# Outputs: NIX_SSHOPTS, NIX_REMOTE (as root, Nix is asked without its daemon,
# whose environment is another one).
# shellcheck shell=sh
export NIX_REMOTE=
export NIX_SSHOPTS="-o BatchMode=yes -o ConnectTimeout=10 \
-o GlobalKnownHostsFile=/dev/null -o IdentitiesOnly=yes \
-o ServerAliveCountMax=3 -o ServerAliveInterval=10 \
-o StrictHostKeyChecking=yes"
