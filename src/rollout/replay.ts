import type { Verdict } from "../deploy/outcome/verdict.ts"
import type { Entry } from "./entry.ts"
import type { Settings, Wave } from "./settings.ts"

/** Where a host of a rollout stands. */
export type HostState =
  | { readonly is: "waiting" }
  | { readonly is: "under-way"; readonly id: string }
  | {
      readonly is: "ended"
      readonly seconds: number
      readonly verdict: Verdict
    }

/** What a journal says, all of it. */
export type Progress = {
  readonly ended: boolean
  /** Every host of every wave. */
  readonly hosts: ReadonlyMap<string, HostState>
  readonly settings: Settings
  readonly waves: readonly Wave[]
  /** The process that wrote last. */
  readonly writer: { readonly machine: string; readonly pid: number }
}

/** A journal's entries as progress; undefined when they begin with no plan. */
export function replay(entries: readonly Entry[]): Progress | undefined {
  const [begun, ...rest] = entries
  if (begun?.entry !== "begun") return undefined
  const { machine, pid, settings, waves } = begun
  const hosts = new Map<string, HostState>(
    waves.flatMap((wave) => wave.hosts.map((host) => [host, waiting])),
  )
  let writer = { machine, pid }
  let ended = false
  for (const entry of rest) {
    switch (entry.entry) {
      case "begun":
        return undefined
      case "resumed":
        writer = { machine: entry.machine, pid: entry.pid }
        break
      case "host-started":
        hosts.set(entry.host, { id: entry.id, is: "under-way" })
        break
      case "host-ended":
        hosts.set(entry.host, afterEnd(entry))
        break
      case "ended":
        ended = true
        break
      default:
        entry satisfies never
    }
  }
  return { ended, hosts, settings, waves, writer }
}

const waiting: HostState = { is: "waiting" }

function afterEnd(entry: Extract<Entry, { entry: "host-ended" }>): HostState {
  const { seconds, verdict } = entry
  if (verdict === "interrupted") return waiting
  return { is: "ended", seconds, verdict }
}
