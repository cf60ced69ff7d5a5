import { fail } from "../../errors/fail.ts"
import { probe as readFacts, type HostFacts } from "../../host/probe/probe.ts"
import { closeStale, pathOf } from "../../host/record/records.ts"
import { isFinal } from "../../host/record/deploy-record.ts"
import { runningIn } from "../../host/record/running.ts"
import { appUnits } from "../plan/app-units.ts"
import type { Link } from "../../host/open-link.ts"
import type { Stage } from "../stage.ts"

/**
 * Every fact, in one round trip; a deployment that a power cut ended is closed
 * first, and what can't be read is set aside. Errors: `notNixos`, `noNix`,
 * `hostScript`; `hostLocked` while another deployment is under way: a host that
 * is half-way between two systems is no drifted one.
 */
export const probe: Stage<"host" | "link", "facts"> = {
  name: "probe",
  title: "Look at the host",
  async run({ host, link }, context) {
    const units = appUnits(host)
    const seen = await readFacts(link.shell, { units })
    if (!seen.nixos) throw fail("notNixos", { found: seen.hostname ?? "" })
    if (seen.nixVersion === undefined) {
      const found = seen.errors.nixVersion ?? "no version"
      throw fail("noNix", { found })
    }
    const facts = await withoutStale(seen, link, context.say)
    const running = runningIn(facts.deployments)
    if (running !== undefined) {
      throw fail("hostLocked", { ...running, host: host.name })
    }
    return { adds: { facts }, text: release(facts) }
  },
}

/** Closes records that nobody owns any more; costs a round trip only then. */
async function withoutStale(
  facts: HostFacts,
  link: Link,
  say: (text: string) => void,
): Promise<HostFacts> {
  const { deployments: found } = facts
  const stale =
    found.records.some(
      ({ alive, record }) => !alive && !isFinal(record.state),
    ) ||
    found.unreadable.some(({ alive }) => !alive) ||
    found.lockUnreadable
  if (!stale) return facts
  const deployments = await closeStale(link.shell)
  const before = new Set(found.aside.map(pathOf))
  for (const aside of deployments.aside) {
    const path = pathOf(aside)
    if (before.has(path)) continue
    say(`${aside.name} can't be read; it was set aside as ${path}`)
  }
  return { ...facts, deployments }
}

/** Such as `NixOS 26.05.20261101.abcdef`. */
function release({ nixosVersion: text = "" }: HostFacts): string {
  const [, version = ""] = /"nixosVersion":"([^"]*)"/.exec(text) ?? []
  return `NixOS ${version}`.trim()
}
