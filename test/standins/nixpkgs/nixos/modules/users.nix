# Users and groups: created and corrected by the activation, never removed.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  cfg = config.users;
  shellOf =
    user:
    if user.shell == null then
      if user.isNormalUser then "/bin/sh" else "/usr/sbin/nologin"
    else if lib.isDerivation user.shell then
      "/run/current-system/sw${user.shell.shellPath}"
    else
      user.shell;
  group = name: g: ''
    getent group ${lib.escapeShellArg name} > /dev/null ||
      groupadd -r ${
        lib.optionalString (g.gid != null) "-g ${toString g.gid} "
      }${lib.escapeShellArg name}
  '';
  membership =
    name: g:
    lib.concatMapStrings (user: ''
      id -nG ${lib.escapeShellArg user} | tr ' ' '\n' |
        grep -qxF ${lib.escapeShellArg name} ||
        usermod -aG ${lib.escapeShellArg name} ${lib.escapeShellArg user}
    '') g.members;
  user =
    _: u:
    let
      name = lib.escapeShellArg u.name;
      flags = lib.escapeShellArgs (
        [
          "-d"
          u.home
          "-s"
          (shellOf u)
        ]
        ++ lib.optionals (u.uid != null) [
          "-u"
          (toString u.uid)
        ]
        ++ lib.optionals (u.group != "") [
          "-g"
          u.group
        ]
        ++ lib.optionals (u.extraGroups != [ ]) [
          "-G"
          (lib.concatStringsSep "," u.extraGroups)
        ]
      );
    in
    ''
      if getent passwd ${name} > /dev/null; then
        :
        ${lib.optionalString (
          u.shell != null
        ) "usermod -s ${lib.escapeShellArg (shellOf u)} ${name}"}
        ${lib.optionalString (u.extraGroups != [ ]) (
          "usermod -aG "
          + "${lib.escapeShellArg (lib.concatStringsSep "," u.extraGroups)} "
          + "${name}"
        )}
      else
        useradd ${
          if u.isNormalUser then "-m" else "-r -M"
        } ${flags} ${name}
      fi
      ${lib.optionalString u.createHome ''
        mkdir -p ${lib.escapeShellArg u.home}
        chown ${name}: ${lib.escapeShellArg u.home}
        chmod ${u.homeMode} ${lib.escapeShellArg u.home}
      ''}
    '';
  people = removeAttrs cfg.users [ "root" ];
in
{
  options.users.users = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule (
        { config, name, ... }:
        {
          config = lib.mkMerge [
            {
              name = lib.mkDefault name;
              shell = lib.mkOptionDefault null;
            }
            (lib.mkIf config.isNormalUser {
              createHome = lib.mkDefault true;
              group = lib.mkDefault "users";
              home = lib.mkDefault "/home/${config.name}";
            })
          ];
        }
      )
    );
  };
  config = {
    assertions = lib.mapAttrsToList (name: u: {
      assertion = u.isSystemUser != u.isNormalUser;
      message = (
        "Exactly one of users.users.${name}.isSystemUser and "
        + "users.users.${name}.isNormalUser must be set."
      );
    }) people;
    system.activationScripts.users = {
      deps = [ "specialfs" ];
      text =
        lib.concatStrings (lib.mapAttrsToList group cfg.groups)
        + lib.concatStrings (lib.mapAttrsToList user people)
        + lib.concatStrings (lib.mapAttrsToList membership cfg.groups);
    };
    users.groups = {
      render = { };
      users.gid = 100;
      video = { };
      wheel = { };
    };
  };
}
