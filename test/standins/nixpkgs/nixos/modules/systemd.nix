# Unit files, written as NixOS writes them: /etc/systemd/system is one folder in
# the store, `wantedBy` becomes a link in TARGET.wants.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  units = import ../lib/unit-files.nix {
    inherit lib pkgs;
    globalEnvironment = config.systemd.globalEnvironment;
  };
  cfg = config.systemd;
  texts =
    kind: declared:
    lib.mapAttrs' (
      n: u:
      lib.nameValuePair "${n}.${kind}" {
        inherit (u)
          aliases
          enable
          requiredBy
          wantedBy
          ;
        text = units.${kind} n u;
      }
    ) declared;
  file =
    name: u:
    if u.enable then
      "${pkgs.writeTextDir name u.text}/${name}"
    else
      "/dev/null";
  links = lib.concatLists (
    lib.mapAttrsToList (
      name: u:
      [
        {
          inherit name;
          path = file name u;
        }
      ]
      ++ lib.optionals u.enable (
        map (t: {
          name = "${t}.wants/${name}";
          path = "../${name}";
        }) u.wantedBy
        ++ map (t: {
          name = "${t}.requires/${name}";
          path = "../${name}";
        }) u.requiredBy
        ++ map (alias: {
          name = alias;
          path = name;
        }) u.aliases
      )
    ) cfg.units
  );
  # A service with `startAt` has a timer of its name.
  timed = lib.filterAttrs (_: s: s.startAt != [ ]) cfg.services;
in
{
  options.systemd.services = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule (
        { config, options, ... }:
        let
          ifDefined = name: lib.mkIf options.${name}.isDefined config.${name};
        in
        {
          config.unitConfig = {
            StartLimitBurst = ifDefined "startLimitBurst";
            StartLimitIntervalSec = ifDefined "startLimitIntervalSec";
          };
        }
      )
    );
  };
  config = {
    environment.etc = {
      "systemd/system".source = pkgs.linkFarm "system-units" (
        links
        ++ [
          {
            name = "default.target";
            path = "multi-user.target";
          }
        ]
      );
      "systemd/system.conf".text =
        "[Manager]\n" + units.section cfg.settings.Manager;
    };
    systemd.settings.Manager.DefaultEnvironment = lib.mkDefault (
      "PATH=/run/wrappers/bin:/run/current-system/sw/bin"
    );
    systemd.units = lib.mkMerge [
      (texts "service" cfg.services)
      (texts "socket" cfg.sockets)
      (texts "target" cfg.targets)
      (texts "timer" cfg.timers)
    ];
    systemd.timers = builtins.mapAttrs (_: s: {
      timerConfig.OnCalendar = s.startAt;
      wantedBy = [ "timers.target" ];
    }) timed;
  };
}
