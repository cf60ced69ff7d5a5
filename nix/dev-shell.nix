# Where sdops runs from: `nix develop`, on a Mac too. It drives hosts by SSH
# and asks their Nix, so little is needed.
{ pkgs }:
pkgs.mkShellNoCC {
  packages = [
    # Runs sdops.
    pkgs.nodejs
    # Reaches the hosts.
    pkgs.openssh
  ];
}
