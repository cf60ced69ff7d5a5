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
        pkgs.systemd
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
    app_restart=${cfg.restart}
    quiet_hours=${lib.escapeShellArg cfg.restart-hours}
    say() { printf 'sdops: %s\n' "$*" >&2; }
    . ${./intake.sh}
    . ${./job-queue.sh}
    . ${./quiet-hours.sh}
    . ${./app-queue.sh}
  '';

  time = "[0-2][0-9]:[0-5][0-9]";

  # As root, and no reason to hold a stop or a start. In /etc, whose file is the
  # running system's: a new text restarts nothing.
  app-queue = verb: "+-/etc/sdops/app-queue ${verb}";
in
{
  key = "sdops/comfyui-queue";

  options.services.comfyui = {
    restart = lib.mkOption {
      type = lib.types.enum [
        "drained"
        "now"
        "when-idle"
      ];
      default = "drained";
      description = ''
        What an activation does that changes ComfyUI's unit: restart it once
        its running job is done, a minute at most; restart it at once; or leave
        it running and restart it when it has nothing to do. No job is lost by
        any of them. The inventory's `policy.app-restart` sets it.
      '';
    };
    restart-hours = lib.mkOption {
      type = lib.types.strMatching "|${time}-${time}";
      default = "";
      example = "22:00-06:00";
      description = ''
        Hours of the host's clock in which `restart = "when-idle"` may restart
        it; any, without. The inventory's `policy.quiet-hours` sets it.
      '';
    };
  };

  config = lib.mkIf cfg.enable {
    environment.etc."sdops/app-queue".source = script;

    systemd.services = {
      comfyui = {
        restartIfChanged = lib.mkIf (cfg.restart == "when-idle") false;
        serviceConfig = {
          ExecStartPre = lib.mkBefore [ (app-queue "starting") ];
          ExecStop = app-queue "stop";
          ExecStopPost = app-queue "stopped";
        };
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

      # Each activation starts it, as it does all that is wanted and doesn't
      # run.
      comfyui-restart = lib.mkIf (cfg.restart == "when-idle") {
        description = "Restarts ComfyUI when it has nothing to do";
        after = [ "comfyui.service" ];
        restartIfChanged = false;
        serviceConfig = {
          ExecStart = "-/etc/sdops/app-queue restart";
          Type = "exec";
        };
        wantedBy = [ "multi-user.target" ];
      };
    };
  };
}
