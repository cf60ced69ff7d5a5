import { fail } from "../../errors/fail.ts"
import { dryActivate } from "../../host/nix/rebuild.ts"
import type { Candidate, Deployment, DeployInput } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import { askReboot, type Booting } from "../boot/ask-reboot.ts"
import { mayBoot } from "./driver-refusals.ts"
import { parseDryActivation } from "./dry-activation.ts"
import { traitsOf } from "../goal.ts"
import { inhibitedBy, inhibiting } from "./inhibitors.ts"
import { touchedApps } from "./touched-apps.ts"

type Given = Booting &
  Pick<Deployment, "driver" | "facts"> & {
    readonly input: Pick<DeployInput, "engine" | "goal">
  }

/**
 * A dry activation of a system that is on the host, and its switch-inhibitors:
 * what it really touches, and whether it may be switched to at all. Returns
 * the lines that it printed too. Errors: `dryActivationFailed`, `rebootNeeded`,
 * `rebootRefused`; `hostLocked` and `switchLocked`, by name, while others
 * switch the host.
 */
export async function tryActivation(
  toplevel: string,
  { driver, evaluation, facts, host, input, link }: Given,
  context: Pick<StageContext, "confirm">,
): Promise<{ candidate: Candidate; lines: readonly string[] }> {
  const { shell } = link
  const { dependants, exit, inhibitors, output } = await dryActivate(shell, {
    candidate: toplevel,
  })
  const lines = output.split("\n").filter((line) => line !== "")
  if (exit !== 0) {
    throw fail("dryActivationFailed", { exit }, { evidence: lines })
  }
  const inhibited = inhibitedBy(facts.inhibitors, inhibitors)
  const against = inhibiting(inhibited, driver)
  const planned = driver.do === "one-shot-boot"
  const live = traitsOf(input.goal).activates
  const boots = live && (planned || against.length > 0)
  if (boots && !planned) {
    const what = against.map(({ line }) => line).join("; ")
    const because = `NixOS can't switch live across ${what}`
    if (!mayBoot(input))
      throw fail("rebootNeeded", { because, host: host.name })
    await askReboot(because, { evaluation, host, input, link }, context)
  }
  const touched = touchedApps(
    facts.apps,
    parseDryActivation(output),
    dependants,
    boots || driver.do === "reload",
  )
  const noCheck = inhibited.length > 0
  const candidate = { boots, noCheck, toplevel, touched }
  return { candidate, lines }
}
