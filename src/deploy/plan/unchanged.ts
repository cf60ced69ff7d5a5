import type { HostFacts } from "../../host/probe/probe.ts"
import type { Evaluation } from "./evaluation.ts"

/**
 * Whether there is nothing to do: candidate, running system, profile and boot
 * default are one, and each app's unit is up and runs from it. A commit that
 * was left half done is thus not unchanged (design §4).
 */
export function isUnchanged(
  facts: HostFacts,
  { host, toplevel }: Evaluation,
): boolean {
  const { current, profile } = facts
  const systems = [current, profile, facts.bootDefault]
  if (systems.some((system) => system !== toplevel)) return false
  return host.apps.every(({ unit }) => {
    const state = facts.apps.find((app) => app.unit === unit)
    return state !== undefined && state.ActiveState === "active"
  })
}

/** Why a host is drifted, a line each (activation.md §3); else empty. */
export function driftOf(facts: HostFacts): readonly string[] {
  const { current, profile } = facts
  const bootDefault = facts.bootDefault
  const [ours, next] = [profile || "unset", bootDefault || "unset"]
  const lines: string[] = []
  if (profile !== current) {
    lines.push(`the running system is not the system profile, ${ours}`)
  }
  if (bootDefault !== current && !bootDefault.startsWith("unknown")) {
    lines.push(`the running system is not the boot default, ${next}`)
  }
  return lines
}
