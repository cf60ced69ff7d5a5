import { outputOf, type Run } from "../child.ts"
import { perlVoice } from "../say.ts"
import type { Settings } from "../settings.ts"
import type { ActiveUnit } from "../unit-facts.ts"

type Units = ReadonlyMap<string, ActiveUnit>

/**
 * Tells which units are new since the first look and which failed, whoever
 * they belong to. Returns false if any unit of the machine failed.
 */
export function scan(
  { settings, run }: { readonly settings: Settings; readonly run: Run },
  before: Units,
  after: Units,
): boolean {
  const systemctl = `${settings.systemd}/bin/systemctl`
  const failed = [...after]
    .filter(([name, unit]) => hasFailed(systemctl, name, unit))
    .map(([name]) => name)
    .sort()
  const fresh = [...after.keys()].filter(
    (name) =>
      !failed.includes(name) && !before.has(name) && !name.endsWith(".scope"),
  )
  perlVoice.units("the following new units were started", fresh)
  if (failed.length === 0) return true
  perlVoice.say(`warning: the following units failed: ${failed.join(", ")}\n\n`)
  const show = `${systemctl} status --lines=16 --no-pager --full "$@" >&2`
  run(["/bin/sh", "-c", show, "sh", ...failed])
  return false
}

/** A unit that waits for its next try counts if its last start failed. */
function hasFailed(systemctl: string, name: string, unit: ActiveUnit) {
  if (unit.state === "failed") return true
  if (unit.substate !== "auto-restart") return false
  const shown = outputOf([
    systemctl,
    "show",
    "--value",
    "--property=ExecMainStatus",
    name,
  ])
  return shown?.trim() !== "0"
}
