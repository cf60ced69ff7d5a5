import { activeUnits, isActive } from "../active-units.ts"
import type { Run } from "../child.ts"
import type { Comparison } from "../compare.ts"
import { dropList, keepNotes, takeRequested } from "../lists.ts"
import { add, dropReload, shown, type Plan } from "../plan.ts"
import { planRequested } from "../requested.ts"
import { perlVoice } from "../say.ts"
import { perlRules } from "./rules.ts"
import { scan } from "./scan.ts"
import type { Settings } from "../settings.ts"
import { syslog } from "../syslog.ts"
import type { Tools } from "../tools.ts"
import { startedByHandOnly } from "../unit-file.ts"
import { readUnit } from "../unit-folder.ts"
import { reloadUsers } from "./users.ts"

type Parts = {
  readonly settings: Settings
  readonly run: Run
  readonly tools: Tools
}

/**
 * The live part of `switch` and `test`, in the real one's order. Returns the
 * exit code: that of the last step that failed, not of the worst.
 */
export function activate(parts: Parts, found: Comparison): number {
  const { settings, run, tools } = parts
  const { out, systemd } = settings
  const { facts, plan } = found
  const systemctl = `${systemd}/bin/systemctl`
  let result = 0
  syslog("notice", `switching to system configuration ${out}`)
  stop(plan, run, tools)
  perlVoice.units("NOT restarting the following changed units", plan.skip)
  perlVoice.say("activating the configuration...\n")
  if (!run([`${out}/activate`, out])) result = 2

  const units = `${out}/etc/systemd/system`
  const asked = takeRequested("activation", units)
  planRequested(asked, plan, perlRules, facts)
  keepNotes(plan)
  if (found.restartSystemd) {
    perlVoice.say("restarting systemd...\n")
    if (!run([tools.systemctl, "daemon-reexec"])) result = 2
  }
  run([systemctl, "reset-failed"])
  if (!run([systemctl, "daemon-reload"])) result = 3
  reloadUsers(parts)
  perlVoice.say("restarting sysinit-reactivation.target\n")
  if (!run([systemctl, "restart", "sysinit-reactivation.target"])) result = 4
  startInsteadOfReload(plan, units, tools)
  if (!reloadRestartStart(plan, systemctl, run)) result = 4
  if (!scan(parts, facts.active, activeUnits(tools.busctl))) result = 4
  finish(out, result)
  return result
}

function stop(plan: Plan, run: Run, tools: Tools): void {
  if (plan.stop.size === 0) return
  perlVoice.units("stopping the following units", shown(plan, plan.stop))
  run([tools.systemctl, "stop", "--", ...[...plan.stop].sort()])
}

/** What a stopped requirement took down can't be reloaded. */
function startInsteadOfReload(plan: Plan, units: string, tools: Tools): void {
  for (const unit of [...plan.reload].sort()) {
    if (isActive(tools.busctl, unit)) continue
    if (!startedByHandOnly(readUnit(units, unit))) add(plan, "start", unit)
    dropReload(plan, unit)
  }
  keepNotes(plan)
}

/** Each list is forgotten after its call, whether that failed or not. */
function reloadRestartStart(plan: Plan, systemctl: string, run: Run): boolean {
  let good = true
  for (const verb of ["reload", "restart", "start"] as const) {
    const names = [...plan[verb]].sort()
    // Start is called without names too, as the real one does.
    if (names.length === 0 && verb !== "start") continue
    perlVoice.units(`${verb}ing the following units`, shown(plan, plan[verb]))
    if (!run([systemctl, verb, "--", ...names])) good = false
    dropList(`${verb}-list`)
  }
  return good
}

function finish(out: string, result: number): void {
  const said = `switching to system configuration ${out}`
  if (result === 0) syslog("notice", `finished ${said}`)
  else syslog("err", `${said} failed (status ${result})`)
}
