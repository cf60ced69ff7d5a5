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
  all =
    lib.mapAttrs' (
      n: u:
      lib.nameValuePair "${n}.service" (
        u // { text = units.service n u; }
      )
    ) cfg.services
    // lib.mapAttrs' (
      n: u:
      lib.nameValuePair "${n}.socket" (u // { text = units.socket n u; })
    ) cfg.sockets
    // lib.mapAttrs' (
      n: u:
      lib.nameValuePair "${n}.target" (u // { text = units.target n u; })
    ) cfg.targets
    // lib.mapAttrs' (
      n: u:
      lib.nameValuePair "${n}.timer" (u // { text = units.timer n u; })
    ) cfg.timers;
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
    ) all
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
    systemd.timers = builtins.mapAttrs (_: s: {
      timerConfig.OnCalendar = s.startAt;
      wantedBy = [ "timers.target" ];
    }) timed;
  };
}
