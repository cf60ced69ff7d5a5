import type { Settings, Wave } from "./settings.ts"
import { hostsIn } from "./wave-size.ts"

/** What of a host decides when its turn comes. */
export type Candidate = {
  readonly name: string
  readonly tags: readonly string[]
  /** Whether others build on it or fetch from it meanwhile. */
  readonly serves: boolean
}

/**
 * The waves of a rollout: the canaries, then waves of the wanted size, then
 * each host that the others need, alone (design/activation.md §10). The order
 * is that of names, those tagged `canary` first. A percentage is one of all
 * hosts. Every host is in exactly one wave.
 */
export function planWaves(
  hosts: readonly Candidate[],
  { canary, wave }: Pick<Settings, "canary" | "wave">,
): Wave[] {
  const sorted = [...hosts].sort(byTurn)
  const names = sorted.filter((host) => !host.serves).map(nameOf)
  const canaries = names.slice(0, canary)
  const size = hostsIn(wave, hosts.length)
  const waves: Wave[] = []
  if (canaries.length > 0) waves.push({ hosts: canaries, kind: "canary" })
  for (let at = canaries.length; at < names.length; at += size) {
    waves.push({ hosts: names.slice(at, at + size), kind: "wave" })
  }
  for (const host of sorted) {
    if (host.serves) waves.push({ hosts: [host.name], kind: "last" })
  }
  return waves
}

function byTurn(one: Candidate, other: Candidate): number {
  const [first, second] = [rank(one), rank(other)]
  if (first !== second) return first - second
  return one.name < other.name ? -1 : 1
}

function rank({ tags }: Candidate): number {
  return tags.includes("canary") ? 0 : 1
}

function nameOf({ name }: Candidate): string {
  return name
}
