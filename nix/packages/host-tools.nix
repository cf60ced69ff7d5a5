# Programs that scripts on a host need beyond a base system.
{ pkgs }:
pkgs.buildEnv {
  name = "sdops-tools";
  paths = [
    # For an app's API.
    pkgs.curl
    pkgs.jq
    # Closes an app's port while its queue is saved.
    pkgs.nftables
  ];
  pathsToLink = [ "/bin" ];
}
