# The shell to run sdops from: `nix develop`, on a Mac too. Hosts' own Nix does
# the work, over SSH, so it needs little.
{ pkgs }:
pkgs.mkShellNoCC {
  packages = [
    # Runs sdops.
    pkgs.nodejs
    # Reaches the hosts.
    pkgs.openssh
  ];
}
