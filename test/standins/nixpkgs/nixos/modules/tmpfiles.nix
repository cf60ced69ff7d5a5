# systemd.tmpfiles: rules as lines and as settings, read by the real
# systemd-tmpfiles at boot and by systemd-tmpfiles-resetup at each switch.
{ config, lib, ... }:
let
  cfg = config.systemd.tmpfiles;
  line =
    path: r:
    (
      "'${r.type}' '${path}' '${r.mode}' '${r.user}' '${r.group}' "
      + "'${r.age}' ${r.argument}"
    );
  file =
    paths:
    lib.concatLines (
      lib.concatLists (
        lib.mapAttrsToList (
          path: rules: map (line path) (lib.attrValues rules)
        ) paths
      )
    );
  files = {
    "tmpfiles.d/00-nixos.conf".text =
      "# Made from systemd.tmpfiles.rules.\n" + lib.concatLines cfg.rules;
  }
  // lib.mapAttrs' (
    name: paths:
    lib.nameValuePair "tmpfiles.d/${name}.conf" { text = file paths; }
  ) cfg.settings;
in
{
  config = {
    environment.etc = files;
    systemd.services.systemd-tmpfiles-resetup.restartTriggers =
      lib.mapAttrsToList (name: _: config.environment.etc.${name}.source)
        files;
  };
}
