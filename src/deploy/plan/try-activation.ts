import { fail } from "../../errors/fail.ts"
import type { DriverDecision } from "../../gpu/decide.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import { dryActivate } from "../../host/nix/rebuild.ts"
import type { HostShell } from "../../host/shell.ts"
import type { Candidate } from "../deployment.ts"
import { parseDryActivation } from "./dry-activation.ts"
import type { Goal } from "../goal.ts"
import { traitsOf } from "../goal.ts"
import { inhibitedBy, inhibiting } from "./inhibitors.ts"
import { touchedApps } from "./touched-apps.ts"

type Given = {
  readonly driver: DriverDecision
  readonly facts: HostFacts
  readonly goal: Goal
  readonly shell: HostShell
}

/**
 * A dry activation of a system that is on the host, and its switch-inhibitors:
 * what it really touches, and whether it may be switched to at all. Returns
 * the lines that it printed too. Errors: `dryActivationFailed`, `rebootNeeded`;
 * `hostLocked` and `switchLocked`, by name, while others switch the host.
 */
export async function tryActivation(
  toplevel: string,
  { driver, facts, goal, shell }: Given,
): Promise<{ candidate: Candidate; lines: readonly string[] }> {
  const { dependants, exit, inhibitors, output } = await dryActivate(shell, {
    candidate: toplevel,
  })
  const lines = output.split("\n").filter((line) => line !== "")
  if (exit !== 0) {
    throw fail("dryActivationFailed", { exit }, { evidence: lines })
  }
  const inhibited = inhibitedBy(facts.inhibitors, inhibitors)
  const against = inhibiting(inhibited, driver)
  if (against.length > 0 && traitsOf(goal).activates) {
    const what = against.map(({ line }) => line).join("; ")
    const because = `a reboot is needed: NixOS can't switch live across ${what}`
    throw fail("rebootNeeded", { because, host: shell.host })
  }
  const touched = touchedApps(
    facts.apps,
    parseDryActivation(output),
    dependants,
    driver.do === "reload",
  )
  const candidate = { noCheck: inhibited.length > 0, toplevel, touched }
  return { candidate, lines }
}
