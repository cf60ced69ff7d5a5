# Leads a host that was booted once into a candidate back, unless the candidate
# is committed in time. Without such a record it does nothing.
{ lib, pkgs, ... }:
let
  # No tool is taken from what runs: a guard that looked for one in a broken
  # system would be none.
  guard = pkgs.writeShellScript "one-shot-guard" ''
    PATH=${
      lib.makeBinPath [
        pkgs.coreutils
        pkgs.gawk
        pkgs.gnugrep
        pkgs.gnused
        pkgs.systemd
      ]
    }
    export PATH
    root=
    self=$0
    . ${./loader.sh}
    . ${./one-shot-guard.sh}
  '';
in
{
  key = "sdops/one-shot-guard";

  config.systemd.services.one-shot-guard = {
    description = "Deadline of a one-shot boot";

    # Early, and without sysinit.target: it must count where a file system that
    # is missing or a dead network keeps the candidate from coming up. /nix is
    # there from the first process on.
    after = [ "systemd-remount-fs.service" ];
    before = [ "shutdown.target" ];
    conflicts = [ "shutdown.target" ];
    wantedBy = [ "sysinit.target" ];
    unitConfig = {
      ConditionPathExistsGlob = "/nix/var/sdops/deploys/*/record";
      DefaultDependencies = false;
    };

    # It speaks of this boot, so a switch has nothing to start again.
    restartIfChanged = false;
    stopIfChanged = false;
    serviceConfig = {
      ExecStart = "${guard} arm";
      RemainAfterExit = true;
      Type = "oneshot";
    };
  };
}
