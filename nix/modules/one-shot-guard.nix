# After a one-shot boot into a candidate, leads the host back unless the
# candidate is committed in time. Without a record of one it does nothing.
{ lib, pkgs, ... }:
let
  # No tool comes from the running system: a guard that needs a broken system's
  # tools guards nothing.
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

    # Early, and without sysinit.target: the deadline must also run when a
    # missing file system or a dead network keeps the candidate from coming up.
    # /nix is mounted before the first process starts.
    after = [ "systemd-remount-fs.service" ];
    before = [ "shutdown.target" ];
    conflicts = [ "shutdown.target" ];
    wantedBy = [ "sysinit.target" ];
    unitConfig = {
      ConditionPathExistsGlob = "/nix/var/sdops/deploys/*/record";
      DefaultDependencies = false;
    };

    # It is about this boot, so a switch doesn't restart it.
    restartIfChanged = false;
    stopIfChanged = false;
    serviceConfig = {
      ExecStart = "${guard} arm";
      RemainAfterExit = true;
      Type = "oneshot";
    };
  };
}
