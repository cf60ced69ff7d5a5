import { beside, both, type Change, type Fate, type Said } from "./change.ts"
import { sleeping } from "./change.ts"
import { mounted } from "./mounted.ts"

const says = both<Said>("nothing")
const kept = { becomes: both<Fate>("kept"), says }
const restarted = { becomes: both<Fate>("restarted"), says }

/** A service that depends on another one, whose variable changes. */
function dependent(name: string, how: string, other = ""): Change {
  return beside(
    name,
    (variable) => [
      sleeping(name, `${how} = [ "${name}-other.service" ];`),
      sleeping(`${name}-other`, `${other} ${variable}`),
    ],
    how === "wants" ? kept : restarted,
  )
}

/** A service on a mount point of its own name. */
function onMount(name: string): string {
  return sleeping(name, `unitConfig.RequiresMountsFor = "/mnt/${name}";`)
}

/** What depends on something that changes; its own text stays. */
export const ofDependents: Readonly<Record<string, Change>> = {
  "requires what changed": dependent("requires", "requires"),
  "is bound to what changed": dependent("binds", "bindsTo"),
  "is part of what changed": dependent("part", "partOf"),
  "wants what changed": dependent("wants", "wants"),
  "requires what is restarted at once": dependent(
    "at-once",
    "requires",
    "stopIfChanged = false;",
  ),
  "requires what requires what changed": beside(
    "far",
    (variable) => [
      sleeping("far", `requires = [ "far-middle.service" ];`),
      sleeping("far-middle", `requires = [ "far-end.service" ];`),
      sleeping("far-end", variable),
    ],
    restarted,
  ),
  "is part of what comes and goes": beside(
    "bereft",
    (_, step) => [
      sleeping("bereft", `partOf = [ "bereft-other.service" ];`),
      step === 1 ? sleeping("bereft-other", "") : "",
    ],
    { becomes: ["restarted", "kept"], says },
  ),
  "requires a target that each switch stops": beside(
    "remote-files",
    () => [sleeping("remote-files", `requires = [ "remote-fs.target" ];`)],
    { ...restarted, always: true },
  ),
  "is part of a target that is stopped": beside(
    "gathered",
    () => [
      `systemd.targets.gathering = {
        unitConfig.X-StopOnReconfiguration = true;
        wantedBy = [ "multi-user.target" ];
      };`,
      sleeping("gathered", `partOf = [ "gathering.target" ];`),
    ],
    { ...restarted, always: true },
  ),
  "is in a slice whose limit changes": beside(
    "sliced",
    (_, step) => [
      `systemd.slices.cut.sliceConfig.MemoryHigh = "${step}G";`,
      sleeping("sliced", `serviceConfig.Slice = "cut.slice";`),
    ],
    kept,
  ),
  "requires a mount of another size": beside(
    "on-mount",
    (_, step) => [mounted("on-mount", { size: step }), onMount("on-mount")],
    kept,
  ),
  "requires a mount of another device": beside(
    "on-device",
    (_, step) => [
      mounted("on-device", { device: `tmpfs-${step}` }),
      onMount("on-device"),
    ],
    restarted,
  ),
  "reads a file, without a trigger": beside(
    "reader",
    (_, step) => [
      `environment.etc.reads.text = "${step}";`,
      sleeping("reader", ""),
    ],
    kept,
  ),
  "its user's groups change": beside(
    "of-user",
    (_, step) => [
      step === 1 ? "" : `users.users.ops.extraGroups = [ "video" ];`,
      sleeping("of-user", `serviceConfig.User = "ops";`),
    ],
    kept,
  ),
}
