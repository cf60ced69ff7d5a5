# What waits in ComfyUI's queue outlives a restart, whoever asked for it: a
# deployment, nixos-rebuild, systemctl or a reboot.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.services.comfyui;

  script = pkgs.writeShellScript "app-queue" ''
    PATH=${
      lib.makeBinPath [
        pkgs.coreutils
        pkgs.gawk
        pkgs.gnugrep
        pkgs.util-linux
      ]
    }
    export PATH
    set -eu
    export LC_ALL=C
    umask 077
    root=
    state_root=/nix/var/sdops
    tools=${import ../packages/host-tools.nix { inherit pkgs; }}/bin
    job_url=${lib.escapeShellArg config.sdops.apps.comfyui.url}
    port=${toString cfg.port}
    say() { printf 'sdops: %s\n' "$*" >&2; }
    . ${./intake.sh}
    . ${./job-queue.sh}
    . ${./app-queue.sh}
  '';

  # As root, and no reason to hold a stop or a start. In /etc, whose file is the
  # running system's: a new text restarts nothing.
  app-queue = verb: "+-/etc/sdops/app-queue ${verb}";
in
{
  key = "sdops/comfyui-queue";

  config = lib.mkIf cfg.enable {
    environment.etc."sdops/app-queue".source = script;

    systemd.services = {
      comfyui.serviceConfig = {
        ExecStartPre = lib.mkBefore [ (app-queue "starting") ];
        ExecStop = app-queue "stop";
        ExecStopPost = app-queue "stopped";
      };

      comfyui-queue = {
        description = "Gives ComfyUI the jobs back that waited when it stopped";
        after = [ "comfyui.service" ];
        partOf = [ "comfyui.service" ];
        wantedBy = [ "comfyui.service" ];
        restartIfChanged = false;
        serviceConfig = {
          ExecStart = "-/etc/sdops/app-queue give";
          Type = "exec";
        };
        unitConfig.ConditionPathExistsGlob = "/nix/var/sdops/queue/*.json";
      };
    };
  };
}
