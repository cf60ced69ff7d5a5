import type { LogLine } from "./log-line.ts"
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

/**
 * Reads the lines of a build, both dialects. A remote build starts twice, once
 * by the build hook with its machine and once there; it is told once.
 */
export function buildReader(
  onEvent: (event: BuildEvent) => void,
): (line: LogLine) => void {
  const drvOf = new Map<number, string>()
  const running = new Map<string, Set<number>>()
  const built = new Set<string>()

  const start = (line: LogLine & { kind: "start" }) => {
    const { activity, id } = line
    if (activity.type === "fetch") {
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
    onEvent({ build: "ended", drv, name: nameOf(drv) })
  }

  return (line) => {
    switch (line.kind) {
      case "start":
        return start(line)
      case "stop":
        return stop(line.id)
      case "log": {
        const name = nameOf(drvOf.get(line.id) ?? "")
        return onEvent({ build: "log", name, line: line.text })
      }
      case "message":
        // Level 3 is what Nix plans, and above is what -v adds.
        if (line.level > 1) return undefined
        return onEvent({ build: "message", text: line.text })
      case "text":
        if (line.text === "") return undefined
        return onEvent({ build: "message", text: line.text })
      case "expected":
      case "nothing":
      case "progress":
        return undefined
    }
  }
}
