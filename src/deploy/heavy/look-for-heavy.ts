import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { type Look, lookAtBuilders } from "../../builders/look.ts"
import { type MachinesFor, machinesFor } from "../../builders/machines-for.ts"
import { parseDryRun } from "../../nix/log/dry-run.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import type { Deployment } from "../deployment.ts"
import { heavyPolicy } from "./heavy-policy.ts"

/** Builders as a plan needs them: there is something heavy for them. */
export type BuilderFacts = Look & MachinesFor

/**
 * Asks the fleet's builders, from the host, when a dry run has something heavy
 * that they may build; else it costs nothing. Errors: those of Nix.
 */
export async function lookForHeavy(
  given: Pick<Deployment, "derivations" | "fleet" | "host" | "input" | "link">,
  dryRun: string,
): Promise<BuilderFacts | undefined> {
  const { fleet, host, input, link } = given
  if (heavyPolicy(host, input) === "refuse") return undefined
  const { built } = parseDryRun(dryRun)
  const slow = heavyBuilds(built, heavy.packages, given.derivations)
  if (slow.length === 0) return undefined
  const known = machinesFor(fleet, host)
  if (known.machines.length === 0) {
    return { ...known, derivations: [], sights: [] }
  }
  const drvs = slow.map(({ drv }) => drv)
  const look = await lookAtBuilders(link.shell, known.machines, drvs)
  return { ...known, ...look }
}
