# builder-ssh.sh: how the ssh that Nix starts treats a builder: only the pinned
# host key counts, nothing is asked, what is silent is given up, and a session
# is what Nix wants it to be.
# Inputs: builder_hosts (optional: text of ssh_config, which finds builders).
# Outputs: NIX_SSHOPTS, NIX_REMOTE (as root, Nix is asked without its daemon,
# whose environment is another one), find_builders.
# needs: nothing
# shellcheck shell=sh
export NIX_REMOTE=
export NIX_SSHOPTS="-o BatchMode=yes -o ClearAllForwardings=yes \
-o ConnectTimeout=10 -o GlobalKnownHostsFile=/dev/null -o IdentitiesOnly=yes \
-o RemoteCommand=none -o RequestTTY=no \
-o ServerAliveCountMax=3 -o ServerAliveInterval=10 \
-o StrictHostKeyChecking=yes"

# find_builders FOLDER: leaves ssh_config there, for Nix's ssh; what root's own
# says comes after.
find_builders() {
  [ -n "${builder_hosts:-}" ] || return 0
  printf '%s\nMatch all\n  Include ~/.ssh/config /etc/ssh/ssh_config\n' \
    "$builder_hosts" >"$1/ssh_config"
  NIX_SSHOPTS="-F $1/ssh_config $NIX_SSHOPTS"
}
