import { existsSync } from "node:fs"
import { activeUnits, loadedState } from "../active-units.ts"
import type { Run } from "../child.ts"
import type { Comparison } from "../compare.ts"
import { failed } from "../died.ts"
import { dropList, keepNotes, takeRequested } from "../lists.ts"
import { add, dropReload, shown, type Plan } from "../plan.ts"
import { planRequested } from "../requested.ts"
import { rustVoice } from "../say.ts"
import type { Settings } from "../settings.ts"
import { syslog } from "../syslog.ts"
import type { Tools } from "../tools.ts"
import { flag } from "../unit-file.ts"
import { readUnit } from "../unit-folder.ts"
import { hears } from "./hears.ts"
import { type FailedJob, runJobs } from "./jobs.ts"
import { rustRules } from "./rules.ts"
import { scan } from "./scan.ts"
import { reloadUsers } from "./users.ts"

type Parts = {
  readonly settings: Settings
  readonly run: Run
  readonly tools: Tools
}

/**
 * The live part of `switch` and `test`, in the real one's order. Returns the
 * exit code: that of the last step that failed, not of the worst. Errors: Died,
 * half-way, with the lists left.
 */
export function activate(parts: Parts, found: Comparison): number {
  const { settings, run, tools } = parts
  const { out } = settings
  const { facts, plan } = found
  const { systemctl } = tools
  let result = 0
  syslog("notice", `switching to system configuration ${out}`)
  rustVoice.units("stopping the following units", shown(plan, plan.stop))
  runJobs(systemctl, "stop", plan.stop)
  rustVoice.units("NOT restarting the following changed units", plan.skip)
  rustVoice.say("activating the configuration...\n")
  // A system may have no activation script.
  const script = `${out}/activate`
  if (existsSync(script) && !run([script, out])) {
    rustVoice.say("Failed to run activate script\n")
    result = 2
  }
  hears("activation")
  const units = `${out}/etc/systemd/system`
  const asked = takeRequested("activation", units)
  planRequested(asked, plan, rustRules, facts)
  keepNotes(plan)
  if (found.restartSystemd) {
    rustVoice.say("restarting systemd...\n")
    run([systemctl, "daemon-reexec"])
  }
  if (!run([systemctl, "reset-failed"])) {
    throw failed("Failed to reset failed units")
  }
  if (!run([systemctl, "daemon-reload"])) {
    throw failed("systemd daemon reload failed, timeout after 180s")
  }
  if (!reloadUsers(out, tools)) result = 4
  const lost: FailedJob[] = []
  rustVoice.say("restarting sysinit-reactivation.target\n")
  const reactivated = ["sysinit-reactivation.target"]
  if (!jobs("restart", reactivated)) result = 4
  startInsteadOfReload(plan, units, tools)
  for (const verb of ["reload", "restart", "start"] as const) {
    rustVoice.units(
      `${verb}ing the following units`,
      verb === "start" ? shown(plan, plan.start) : plan[verb],
    )
    if (!jobs(verb, plan[verb])) result = 4
    if (plan[verb].size > 0 || verb === "start") dropList(`${verb}-list`)
  }
  for (const { unit, verb } of lost) {
    rustVoice.say(`Failed to ${verb} ${unit}\n`)
    result = 4
  }
  settle()
  const after = activeUnits(tools.busctl, "without-jobs")
  if (!scan(parts, facts.active, after)) result = 4
  finish(out, result)
  return result

  function jobs(
    verb: "reload" | "restart" | "start",
    names: Iterable<string>,
  ): boolean {
    const { failed: these, taken } = runJobs(systemctl, verb, names)
    lost.push(...these)
    return taken
  }
}

/**
 * What a stopped requirement took down can't be reloaded. Errors: Died where
 * systemd has forgotten the unit, though the system is activated already.
 */
function startInsteadOfReload(plan: Plan, units: string, tools: Tools): void {
  for (const unit of [...plan.reload].sort()) {
    const state = loadedState(tools.busctl, unit)
    if (state === undefined) {
      const cause = `Unit ${unit} not loaded.`
      throw failed(`Failed to get unit ${unit}`, cause)
    }
    if (state === "active" || state === "activating") continue
    if (startable(units, unit)) add(plan, "start", unit)
    dropReload(plan, unit)
  }
  keepNotes(plan)
}

/** As the real one asks, slip of the pen included. */
function startable(units: string, unit: string): boolean {
  if (!existsSync(`${units}/${unit}`)) return false
  const next = readUnit(units, unit)
  return (
    !flag(next, "Unit", "RefuseManualStart", false) ||
    flag(next, "Unit", "X-OnlyManualStart", false)
  )
}

/** A quarter of a second without news: how long the real one listens. */
function settle(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250)
}

function finish(out: string, result: number): void {
  const said = `switching to system configuration ${out}`
  if (result === 0) syslog("notice", `finished ${said}`)
  else syslog("err", `${said} failed (status ${result})`)
}
