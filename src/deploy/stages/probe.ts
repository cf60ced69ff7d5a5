import { fail } from "../../errors/fail.ts"
import { probe as readFacts, type HostFacts } from "../../host/probe.ts"
import { closeStale } from "../../host/records.ts"
import { isFinal } from "../../host/deploy-record.ts"
import { appUnits } from "../app-units.ts"
import type { Link } from "../deployment.ts"
import type { Stage } from "../stage.ts"

/**
 * Every fact, in one round trip; a deployment that a power cut ended is closed
 * first. Errors: `notNixos`, `noNix`, `hostScript`.
 */
export const probe: Stage<"host" | "link", "facts"> = {
  name: "probe",
  title: "Look at the host",
  async run({ host, link }) {
    const units = appUnits(host)
    const seen = await readFacts(link.shell, { units })
    if (!seen.nixos) throw fail("notNixos", { found: seen.hostname ?? "" })
    if (seen["nix-version"] === undefined) {
      const found = seen.errors["nix-version"] ?? "no version"
      throw fail("noNix", { found })
    }
    const facts = await withoutStale(seen, link)
    return { adds: { facts }, text: release(facts) }
  },
}

/** Closes records that nobody owns any more; costs a round trip only then. */
async function withoutStale(facts: HostFacts, link: Link): Promise<HostFacts> {
  const stale = facts.deployments.records.some(
    ({ alive, record }) => !alive && !isFinal(record.state),
  )
  if (!stale) return facts
  return { ...facts, deployments: await closeStale(link.shell) }
}

/** Such as `NixOS 26.05.20261101.abcdef`. */
function release({ "nixos-version": text = "" }: HostFacts): string {
  const [, version = ""] = /"nixosVersion":"([^"]*)"/.exec(text) ?? []
  return `NixOS ${version}`.trim()
}
