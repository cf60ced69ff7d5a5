import type { Machine } from "../../host/probe/machine.ts"
import type { Host } from "../../inventory/host.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import type { CandidateMachine } from "./candidate.ts"
import { type Difference, difference } from "./difference.ts"
import { judgeBoot } from "./judge-boot.ts"
import { judgeReach } from "./judge-reach.ts"

/** What comparing a first candidate with its host found. */
export type Comparison = {
  readonly differences: readonly Difference[]
  /** What can't be told, and who else deploys, a sentence each. */
  readonly notes: readonly string[]
}

/**
 * A first candidate against the host as it is (activation.md §9). Pure. What
 * isn't equal may leave a host that doesn't boot or isn't reached.
 */
export function compare(given: {
  readonly apps: Evaluation["host"]["apps"]
  readonly candidate: CandidateMachine
  readonly host: Pick<Host, "sudoPassword" | "user">
  readonly machine: Machine
}): Comparison {
  const { apps, candidate, host, machine } = given
  const [state, ...others] = machine.stateVersions
  const isKnown = state !== undefined && others.length === 0
  const wanted = candidate.stateVersion
  return {
    differences: [
      ...judgeBoot(candidate, machine),
      ...judgeReach(candidate, machine, host),
      ...(isKnown && state !== wanted
        ? [
            difference(
              "state-version",
              `stateVersion is ${state}, and would be ${wanted}`,
            ),
          ]
        : []),
      ...apps.flatMap(({ port, unit }) => {
        const holder = machine.listeners.get(port)
        if (holder === undefined || holder === unit) return []
        const text = `port ${port} of ${unit} is held by ${holder}`
        return [difference("ports", text)]
      }),
    ],
    notes: [
      ...(isKnown
        ? []
        : [`the host's stateVersion is unknown; it would be ${wanted}`]),
      ...machine.deployers.map((unit) =>
        unit === "nixos-upgrade.timer"
          ? "the host upgrades itself (nixos-upgrade.timer); that would end"
          : `${unit} deploys to the host too: disable one of the two`,
      ),
    ],
  }
}
