import { outputOf, type Run } from "../child.ts"
import { rustVoice } from "../say.ts"
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
  rustVoice.units("the following new units were started", fresh)
  if (failed.length === 0) return true
  rustVoice.units("warning: the following units failed", failed)
  run([systemctl, "status", "--no-pager", "--full", ...failed])
  return false
}

/** A service that waits for its next try counts if its last one failed. */
function hasFailed(systemctl: string, name: string, unit: ActiveUnit) {
  if (unit.state === "failed") return true
  if (unit.substate !== "auto-restart" || !name.endsWith(".service")) {
    return false
  }
  const show = [systemctl, "show", "--value", "--property=ExecMainStatus"]
  return outputOf([...show, name])?.trim() !== "0"
}
