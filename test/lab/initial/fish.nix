# The flavour fish: who logs in gets a shell that isn't POSIX.
{ pkgs, ... }:
{
  programs.fish.enable = true;

  users.users.ops.shell = pkgs.fish;
}
