import { createHash } from "node:crypto"
import type { Folders } from "./folders.ts"
import type { NodeClasses } from "./nodes.ts"
import { dumps, str } from "./python.ts"
import type { Graph } from "./queue.ts"

/** Which nodes must still run, in the order in which they were found. */
export type Schedule = {
  add(output: string): void
  next(): string | undefined
  done(id: string): void
}

/** The id that a link points to, or undefined for a plain value. */
export function linkedNode(value: unknown): string | undefined {
  return Array.isArray(value) && value.length === 2 ? str(value[0]) : undefined
}

/**
 * Outputs and what they need, but for what is in the cache. Among nodes that
 * may run, outputs come first, then what feeds an output, as in ComfyUI.
 */
export function makeSchedule(
  graph: Graph,
  isOutput: (id: string) => boolean,
  isCached: (id: string) => boolean,
): Schedule {
  const needs = new Map<string, Set<string>>()
  const feeds = (id: string) =>
    [...needs].filter(([, from]) => from.has(id)).map(([to]) => to)
  return {
    add(output) {
      const stack = [output]
      for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
        if (needs.has(id)) continue
        const links = Object.values(graph[id]?.inputs ?? {})
          .map(linkedNode)
          .filter((from) => from !== undefined)
          .filter((from) => !isCached(from))
        needs.set(id, new Set(links))
        stack.push(...links)
      }
    },
    done(id) {
      needs.delete(id)
      for (const from of needs.values()) from.delete(id)
    },
    next() {
      const ready = [...needs].filter(([, from]) => from.size === 0)
      const ids = ready.map(([id]) => id)
      return (
        ids.find(isOutput) ??
        ids.find((id) => feeds(id).some(isOutput)) ??
        ids.find((id) => feeds(id).some((to) => feeds(to).some(isOutput))) ??
        ids[0]
      )
    },
  }
}

/** A key for each node that is equal for equal classes, inputs and sources. */
export function signatures(
  graph: Graph,
  classes: NodeClasses,
  folders: Folders,
): Map<string, string> {
  const known = new Map<string, string>()
  const sign = (id: string): string => {
    const found = known.get(id)
    if (found !== undefined) return found
    known.set(id, "cycle")
    const node = graph[id]
    const inputs = Object.entries(node?.inputs ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => {
        const from = linkedNode(value)
        if (from === undefined) return [name, value]
        return [name, sign(from), (value as unknown[])[1]]
      })
    const title = node?.class_type ?? ""
    const text = dumps([title, changed(title, id), inputs])
    const key = createHash("sha256").update(text).digest("hex")
    known.set(id, key)
    return key
  }
  const changed = (title: string, id: string) => {
    try {
      return classes[title]?.changed?.(graph[id]?.inputs ?? {}, folders)
    } catch {
      return String(Math.random())
    }
  }
  for (const id of Object.keys(graph)) sign(id)
  return known
}
