# What the modules of apps have in common: the unit, its folders, its user.
{ lib }:
let
  dataDirectory = import ./data-directory.nix { inherit lib; };
  hardening = import ./hardening.nix;
in
{
  name,
  # Its options: data-dir, user; group, where it has one.
  cfg,
  # The command line, escaped for systemd.
  command,
  description ? name,
  environment ? { },
  # Folders in data-dir, and absolute ones of its own choosing.
  folders ? [ ],
  others ? [ ],
}:
let
  group = cfg.group or cfg.user;
  data = dataDirectory {
    inherit folders group others;
    inherit (cfg) user;
    path = cfg.data-dir;
  };
  # Without the driver's modules it doesn't start.
  units = [
    "network-online.target"
    "systemd-modules-load.service"
  ];
in
{
  # Most of sdops.apps.NAME.
  facts = {
    inherit (cfg) port user;
    folders = data.made.right;
    further-folders = data.made.wrong;
    unit = "${name}.service";
  };
  groups = lib.optionalAttrs (group == name) { ${name} = { }; };
  # systemd.services.NAME.
  service = {
    after = units;
    inherit description;
    environment = {
      HOME = cfg.data-dir;
    }
    // environment;
    serviceConfig =
      hardening
      // data.serviceConfig
      // lib.optionalAttrs (cfg ? group) { Group = group; }
      // {
        ExecStart = command;
        Restart = "always";
        RestartSec = "15s";
        Type = "exec";
        User = cfg.user;
        WorkingDirectory = cfg.data-dir;
      };
    wantedBy = [ "multi-user.target" ];
    wants = units;
  };
  # systemd.tmpfiles.settings.
  tmpfiles = lib.optionalAttrs (data.tmpfiles != { }) {
    "10-${name}" = data.tmpfiles;
  };
  users = lib.optionalAttrs (cfg.user == name) {
    ${name} = {
      inherit group;
      home = cfg.data-dir;
      isSystemUser = true;
    };
  };
}
