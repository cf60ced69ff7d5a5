# The text of units. Sections are sorted; lists are one line each.
{
  lib,
  pkgs,
  globalEnvironment,
}:
let
  show =
    value:
    if value == true then
      "true"
    else if value == false then
      "false"
    else
      toString value;
  lines =
    name: value:
    if value == null then
      ""
    else if builtins.isList value then
      lib.concatMapStrings (v: "${name}=${show v}\n") value
    else
      "${name}=${show value}\n";
  section = set: lib.concatStrings (lib.mapAttrsToList lines set);
  words =
    name: list:
    lib.optionalAttrs (list != [ ]) {
      ${name} = lib.concatStringsSep " " list;
    };

  triggers =
    name: list:
    lib.optionalAttrs (list != [ ]) {
      ${name} = "${pkgs.writeText name (
        lib.concatMapStrings (t: "${toString t}\n") list
      )}";
    };
  unit =
    u:
    "[Unit]\n"
    + section (
      words "After" u.after
      // words "Before" u.before
      // words "BindsTo" u.bindsTo
      // words "Conflicts" u.conflicts
      // words "Documentation" u.documentation
      // words "OnFailure" u.onFailure
      // words "PartOf" u.partOf
      // words "Requires" u.requires
      // words "Wants" u.wants
      // triggers "X-Reload-Triggers" u.reloadTriggers
      // triggers "X-Restart-Triggers" u.restartTriggers
      // lib.optionalAttrs (u.description != "") {
        Description = u.description;
      }
      // u.unitConfig
    );

  quoted =
    name: value:
    "Environment=${builtins.toJSON "${name}=${toString value}"}\n";
  script =
    name: text:
    lib.optional (text != "")
      "${pkgs.writeScript name "#!${pkgs.runtimeShell}\nset -e\n${text}\n"}";
  exec =
    key: list: lib.optionalAttrs (list != [ ]) { ${key} = list; };
  pathOf =
    packages:
    lib.makeSearchPath "bin" packages
    + ":"
    + lib.makeSearchPath "sbin" packages;
in
{
  inherit section;

  service =
    name: u:
    let
      packages = u.path ++ [
        pkgs.coreutils
        pkgs.findutils
        pkgs.gnugrep
        pkgs.gnused
        pkgs.systemd
      ];
      environment = lib.filterAttrs (_: v: v != null) (
        { PATH = pathOf packages; } // globalEnvironment // u.environment
      );
      # A script of ours comes before what serviceConfig says of the same key.
      both =
        key: list:
        exec key (list ++ lib.toList (u.serviceConfig.${key} or [ ]));
    in
    unit u
    + "\n[Service]\n"
    + lib.concatStrings (lib.mapAttrsToList quoted environment)
    + section (
      lib.optionalAttrs (!u.restartIfChanged) {
        X-RestartIfChanged = false;
      }
      // lib.optionalAttrs u.reloadIfChanged { X-ReloadIfChanged = true; }
      // lib.optionalAttrs (!u.stopIfChanged) { X-StopIfChanged = false; }
      // u.serviceConfig
      // both "ExecReload" (script "${name}-reload" u.reload)
      // both "ExecStart" (
        map (s: "${s} ${u.scriptArgs}") (script "${name}-start" u.script)
      )
      // both "ExecStartPost" (script "${name}-post-start" u.postStart)
      // both "ExecStartPre" (script "${name}-pre-start" u.preStart)
      // both "ExecStop" (script "${name}-pre-stop" u.preStop)
      // both "ExecStopPost" (script "${name}-post-stop" u.postStop)
    );
  socket =
    _: u:
    unit u
    + "\n[Socket]\n"
    + section (exec "ListenStream" u.listenStreams // u.socketConfig);
  target = _: unit;
  timer = _: u: unit u + "\n[Timer]\n" + section u.timerConfig;
}
