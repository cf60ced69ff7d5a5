import { type LogLine, parseLogLine } from "./log-line.ts"
import { nameOf } from "../store-path.ts"

/** What a build does, for readers; derivations are counted once each. */
export type BuildEvent =
  | {
      readonly build: "building"
      readonly drv: string
      readonly name: string
      /** A store URI; empty where Nix itself runs. */
      readonly machine: string
    }
  | { readonly build: "ended"; readonly drv: string; readonly name: string }
  | {
      readonly build: "fetching"
      readonly path: string
      readonly name: string
      readonly from: string
      /** Whether a builder fetches it for itself. */
      readonly there: boolean
    }
  | { readonly build: "log"; readonly name: string; readonly line: string }
  | { readonly build: "message"; readonly text: string }
  | { readonly build: "progress"; readonly progress: BuildProgress }

export type BuildProgress = {
  readonly builds: Progress
  readonly copies: Progress
}
type Progress = { readonly done: number; readonly expected: number }

/** How a line becomes events; it keeps the state between lines. */
export type BuildReader = {
  readonly line: (line: string) => void
  readonly progress: () => BuildProgress
  readonly built: () => readonly string[]
}

type Options = {
  /** Seconds between two progress events; Nix sends hundreds a second. */
  readonly every: number
  /** Seconds, monotonic. */
  readonly now: () => number
}

/**
 * Reads the lines of a build, both dialects. A remote build starts twice, once
 * by the build hook with its machine and once there; it is told once.
 */
export function buildReader(
  onEvent: (event: BuildEvent) => void,
  { every, now }: Options,
): BuildReader {
  const drvOf = new Map<number, string>()
  const running = new Map<string, Set<number>>()
  const built = new Set<string>()
  const ended = new Set<string>()
  const counters = new Map<number, "builds" | "copies">()
  const state = {
    builds: { done: 0, expected: 0 },
    copies: { done: 0, expected: 0 },
  }
  // Nix 2.34 expects a derivation twice; what it lists beforehand is right.
  let announced: number | undefined
  let last = -Infinity

  const sum = (): BuildProgress => ({
    builds:
      announced === undefined
        ? state.builds
        : { done: ended.size, expected: announced },
    copies: state.copies,
  })

  const start = (line: LogLine & { kind: "start" }) => {
    const { activity, id } = line
    if (activity.type === "builds" || activity.type === "copies") {
      // The first is the whole run's; builders and copies open more.
      const known = [...counters.values()].includes(activity.type)
      if (!known) counters.set(id, activity.type)
    } else if (activity.type === "fetch") {
      const { cache: from, path } = activity
      const there = line.parent !== 0
      onEvent({ build: "fetching", path, name: nameOf(path), from, there })
    } else if (activity.type === "build") {
      const { drv, machine } = activity
      const ids = running.get(drv) ?? new Set()
      running.set(drv, ids.add(id))
      drvOf.set(id, drv)
      if (ids.size > 1 || built.has(drv)) return
      built.add(drv)
      onEvent({ build: "building", drv, name: nameOf(drv), machine })
    }
  }

  const stop = (id: number) => {
    const drv = drvOf.get(id)
    if (drv === undefined) return
    const ids = running.get(drv)
    ids?.delete(id)
    if (ids?.size !== 0) return
    running.delete(drv)
    ended.add(drv)
    onEvent({ build: "ended", drv, name: nameOf(drv) })
  }

  const progress = ({ done, expected, id }: LogLine & { kind: "progress" }) => {
    const counter = counters.get(id)
    if (counter === undefined) return
    state[counter] = { done, expected }
    if (now() - last < every) return
    last = now()
    onEvent({ build: "progress", progress: sum() })
  }

  return {
    built: () => [...built],
    progress: sum,
    line(text) {
      const line = parseLogLine(text)
      switch (line.kind) {
        case "start":
          return start(line)
        case "stop":
          return stop(line.id)
        case "progress":
          return progress(line)
        case "log": {
          const name = nameOf(drvOf.get(line.id) ?? "")
          return onEvent({ build: "log", name, line: line.text })
        }
        case "message":
          announced = announcedIn(line.text) ?? announced
          // Level 3 is what Nix plans, and above is what -v adds.
          if (line.level > 1) return undefined
          return onEvent({ build: "message", text: line.text })
        case "text":
          if (line.text === "") return undefined
          return onEvent({ build: "message", text: line.text })
        case "nothing":
          return undefined
      }
    },
  }
}

/** The number in "these 15 derivations will be built:". */
function announcedIn(text: string): number | undefined {
  const [, words, count] =
    /^(this derivation|these (\d+) derivations) will be built:/.exec(text) ?? []
  return words === undefined ? undefined : Number(count ?? 1)
}
