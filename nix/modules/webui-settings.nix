# services.stable-diffusion-webui.settings: what its settings page would say.
# They are in its config.json at every start; a change is made live, through its
# API, but for those that it reads at its start alone, which restart it.
{
  config,
  lib,
  pkgs,
  utils,
  ...
}:
let
  cfg = config.services.stable-diffusion-webui;
  inherit (lib) types;
  table = lib.importJSON ../data/webui-settings.json;
  read-at-start = lib.filterAttrs (
    name: _: builtins.elem name table.restart
  ) cfg.settings;
  wanted = pkgs.writeText "webui-settings.json" (
    builtins.toJSON cfg.settings
  );
  tools = import ../packages/host-tools.nix { inherit pkgs; };
  script = pkgs.writeShellScript "webui-settings" ''
    PATH=${
      lib.makeBinPath [
        pkgs.coreutils
        pkgs.systemd
        tools
      ]
    }
    export PATH
    set -eu
    export LC_ALL=C
    umask 077
    root=
    data=${lib.escapeShellArg cfg.data-dir}
    url=${lib.escapeShellArg config.sdops.apps.stable-diffusion-webui.url}
    . ${./webui-settings.sh}
  '';
  # Its text is the same whatever the settings are: those don't restart it.
  words = verb: utils.escapeSystemdExecArgs [ script verb ];
in
{
  key = "sdops/webui-settings";

  options.services.stable-diffusion-webui.settings = lib.mkOption {
    type = types.attrsOf (
      types.oneOf [
        types.bool
        types.int
        types.float
        types.str
        (types.listOf types.str)
      ]
    );
    default = { };
    example = {
      CLIP_stop_at_last_layers = 2;
      samples_format = "png";
    };
    description = ''
      Settings by the names that `/sdapi/v1/options` has. The others are left to
      its own settings page. A change is made while it runs, where it can be.
    '';
  };

  config = lib.mkIf (cfg.enable && cfg.settings != { }) {
    assertions = [
      {
        assertion = cfg.options.enable-api == true;
        message = (
          "services.stable-diffusion-webui.settings: they are changed through "
          + "its API: set options.enable-api."
        );
      }
    ];

    # A rollback puts its own file back.
    sdops.apps.stable-diffusion-webui.state-files = [
      "${cfg.data-dir}/config.json"
    ];

    environment.etc."sdops/webui-settings.json".source = wanted;

    systemd.services = {
      stable-diffusion-webui = {
        restartTriggers = lib.mkIf (read-at-start != { }) [
          (builtins.toJSON read-at-start)
        ];
        serviceConfig.ExecStartPre = [
          (words "write")
          "+${words "written"}"
        ];
      };

      stable-diffusion-webui-settings = {
        description = "Changes settings of stable-diffusion-webui as it runs";
        after = [ "stable-diffusion-webui.service" ];
        restartTriggers = [ wanted ];
        serviceConfig = {
          ExecStart = words "change";
          RemainAfterExit = true;
          TimeoutStartSec = "15min";
          Type = "oneshot";
        };
        wantedBy = [ "multi-user.target" ];
      };
    };
  };
}
