# Apps' state after a boot that ended a deployment: what was saved before it is
# put back before they start, since their old versions can't read what the
# candidate's have made of it.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  apps = lib.filter (app: app.state-files != [ ]) (
    builtins.attrValues config.sdops.apps
  );
  units = map (app: app.unit) apps;

  script = pkgs.writeShellScript "app-state" ''
    PATH=${
      lib.makeBinPath [
        # What is done as an app's user is a script of its own.
        pkgs.bash
        pkgs.coreutils
        pkgs.gnugrep
        pkgs.gnused
        pkgs.util-linux
      ]
    }
    export PATH
    set -eu
    export LC_ALL=C
    umask 077
    root=
    nl='
    '
    . ${./as-owner.sh}
    . ${./saved-state.sh}
    . ${./app-state.sh}
  '';
in
{
  key = "sdops/app-state";

  config.systemd.services.app-state = lib.mkIf (apps != [ ]) {
    description = "Puts back the apps' state that a deployment has left";
    before = units;
    wantedBy = units;

    # It is about a boot, and once is enough.
    restartIfChanged = false;
    stopIfChanged = false;
    serviceConfig = {
      ExecStart = script;
      RemainAfterExit = true;
      Type = "oneshot";
    };
    unitConfig = {
      ConditionPathExistsGlob = "/nix/var/sdops/deploys/*/state-saved";
      RequiresMountsFor = lib.concatMap (app: app.state-files) apps;
    };
  };
}
