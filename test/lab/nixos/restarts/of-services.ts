import { both, type Change, type Fate, type Said, service } from "./change.ts"

const reload = `serviceConfig.ExecReload =
  "\${pkgs.coreutils}/bin/touch /run/reloaded/%N";`
const kept = { becomes: both<Fate>("kept"), says: both<Said>("nothing") }
const skipped = { becomes: both<Fate>("kept"), says: both<Said>("keep") }
const reloaded = { becomes: both<Fate>("reloaded"), says: both<Said>("reload") }
const stopIfChanged = "stopIfChanged = false;"

/** Changes of a service's own text. */
export const ofServices: Readonly<Record<string, Change>> = {
  "a program's argument": service(
    "argument",
    `serviceConfig.ExecStart = "\${pkgs.coreutils}/bin/sleep 7d";`,
    `serviceConfig.ExecStart = "\${pkgs.coreutils}/bin/sleep 8d";`,
  ),
  "a script's text": service(
    "script",
    `script = "exec sleep 7d";`,
    `script = "exec sleep 8d";`,
  ),
  "a script before it": service(
    "pre-start",
    `preStart = "true";`,
    `preStart = ":";`,
  ),
  "a program in its path": service(
    "path",
    "path = [ pkgs.jq ];",
    "path = [ pkgs.curl ];",
  ),
  "a variable": service(
    "variable",
    `environment.LEVEL = "1";`,
    `environment.LEVEL = "2";`,
  ),
  "a limit": service(
    "limit",
    "serviceConfig.LimitNOFILE = 1024;",
    "serviceConfig.LimitNOFILE = 2048;",
  ),
  "its order": service("order", "", `after = [ "network.target" ];`),
  "its description": service(
    "description",
    `description = "one";`,
    `description = "two";`,
    kept,
  ),
  "what happens when it fails": service(
    "on-failure",
    "",
    `onFailure = [ "kept.target" ];`,
    kept,
  ),
  "who wants it": service(
    "wanted-by",
    "",
    `requiredBy = [ "multi-user.target" ];`,
    kept,
  ),
  "its way to reload": service(
    "exec-reload",
    reload,
    reload.replace("touch", "touch -m"),
    reloaded,
  ),
  "a way to reload, new": service("new-reload", "", reload, {
    becomes: ["reloaded", "kept"],
    says: ["reload", "nothing"],
  }),
  "a trigger to restart": service(
    "restart-trigger",
    `restartTriggers = [ "1" ];`,
    `restartTriggers = [ "2" ];`,
  ),
  "a trigger to reload": service(
    "reload-trigger",
    `${reload} reloadTriggers = [ "1" ];`,
    `${reload} reloadTriggers = [ "2" ];`,
    reloaded,
  ),
  "reloadIfChanged and a variable": service(
    "reload-if-changed",
    `${reload} reloadIfChanged = true; environment.LEVEL = "1";`,
    `${reload} reloadIfChanged = true; environment.LEVEL = "2";`,
    reloaded,
  ),
  "restartIfChanged = false": service(
    "no-restart",
    `restartIfChanged = false; environment.LEVEL = "1";`,
    `restartIfChanged = false; environment.LEVEL = "2";`,
    skipped,
  ),
  RefuseManualStop: service(
    "refuse-stop",
    `unitConfig.RefuseManualStop = true; environment.LEVEL = "1";`,
    `unitConfig.RefuseManualStop = true; environment.LEVEL = "2";`,
    skipped,
  ),
  "stopIfChanged = false": service(
    "no-stop",
    `${stopIfChanged} environment.LEVEL = "1";`,
    `${stopIfChanged} environment.LEVEL = "2";`,
    { says: both("restart") },
  ),
  "a oneshot that remains": service(
    "oneshot",
    `serviceConfig = { Type = "oneshot"; RemainAfterExit = true; };
    script = "true";`,
    `serviceConfig = { Type = "oneshot"; RemainAfterExit = true; };
    script = ":";`,
  ),
  "a unit that was started by hand": service(
    "by-hand",
    `wantedBy = lib.mkForce []; environment.LEVEL = "1";`,
    `wantedBy = lib.mkForce []; environment.LEVEL = "2";`,
    { before: "systemctl start by-hand" },
  ),
  "a wanted unit that was stopped by hand": service("halted", "", "", {
    always: true,
    becomes: both("started"),
    before: "systemctl stop halted",
    says: both("nothing"),
  }),
}
