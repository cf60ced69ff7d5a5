import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { type Look, lookAtBuilders } from "../../builders/look.ts"
import { type MachinesFor, machinesFor } from "../../builders/machines-for.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import type { Deployment } from "../deployment.ts"
import type { Derivation } from "../../nix/derivation.ts"
import type { SharedSite } from "../site/site.ts"
import { heavyPolicy } from "./heavy-policy.ts"

/** Builders as a plan needs them: there is something heavy for them. */
export type BuilderFacts = Look & MachinesFor

/** A build site that is a builder compiles by itself what it offers. */
function onSite(
  { machine }: SharedSite,
  slow: readonly Pick<Derivation, "drv">[],
  { derivations }: Pick<Deployment, "derivations">,
): BuilderFacts {
  const wanted = new Set(slow.map(({ drv }) => drv))
  const found = derivations.filter(({ drv }) => wanted.has(drv))
  const machines = machine === undefined ? [] : [machine]
  const sights = machines.map((one) => ({
    error: undefined,
    key: undefined,
    machine: one,
    version: undefined,
  }))
  return { derivations: found, machines, sights, unpinned: [] }
}

/**
 * Asks the fleet's builders, from the host, when something heavy is to be built
 * that they may build; else it costs nothing. Errors: those of Nix.
 */
export async function lookForHeavy(
  given: Pick<Deployment, "derivations" | "fleet" | "host" | "input" | "site">,
  built: readonly string[],
): Promise<BuilderFacts | undefined> {
  const { fleet, host, input, site } = given
  if (heavyPolicy(host, input) === "refuse") return undefined
  const slow = heavyBuilds(built, heavy.packages, given.derivations)
  if (slow.length === 0) return undefined
  if (site.shared !== undefined) return onSite(site.shared, slow, given)
  const known = machinesFor(fleet, host)
  if (known.machines.length === 0) {
    return { ...known, derivations: [], sights: [] }
  }
  const drvs = slow.map(({ drv }) => drv)
  const look = await lookAtBuilders(site.shell, known.machines, drvs)
  return { ...known, ...look }
}
