import { type Json, PythonError } from "./python.ts"
import type { HistoryEntry, Item } from "./queue.ts"
import { linkedNode } from "./schedule.ts"

/** The kept result of a node. */
export type Kept = { outputs: unknown[]; ui?: Json; meta: Json }
export type KeptOf = (id: string) => Kept | undefined

/** The client of a prompt; events without one go to all or to none. */
export function clientOf(extraData: Json): string | undefined {
  if (extraData === null || typeof extraData !== "object") return undefined
  const id = (extraData as { [key: string]: Json }).client_id
  return typeof id === "string" ? id : undefined
}

/** Drops what the present graph has no use for. */
export function keepOnly(cache: Map<string, Kept>, keys: ReadonlySet<string>) {
  for (const key of cache.keys()) if (!keys.has(key)) cache.delete(key)
}

/** Fills `inputs` with plain values and with results of other nodes. */
export function gather(
  id: string,
  [, , graph, extraData]: Item,
  inputs: { [name: string]: unknown },
  kept: KeptOf,
) {
  const title = graph[id]?.class_type
  if (Array.isArray(extraData) && /^(Save|Preview)Image$/.test(title ?? "")) {
    throw new PythonError(
      "AttributeError",
      "'list' object has no attribute 'get'",
    )
  }
  for (const [name, value] of Object.entries(graph[id]?.inputs ?? {})) {
    const from = linkedNode(value)
    const slot = from === undefined ? 0 : Number((value as Json[])[1])
    inputs[name] = from === undefined ? value : kept(from)?.outputs[slot]
  }
}

/** Five letters for a preview node, forgotten with it. */
export function suffix(known: Map<string, string>, graph: Item[2], id: string) {
  for (const key of known.keys()) if (!(key in graph)) known.delete(key)
  const letters = "abcdefghijklmnopqrstupvxyz"
  const letter = () => letters[Math.floor(Math.random() * letters.length)]
  const found = known.get(id) ?? Array.from({ length: 5 }, letter).join("")
  known.set(id, found)
  return found
}

/** What `/history` says, with what was made before an error. */
export function historyEntry(
  item: Item,
  messages: Json[],
  completed: boolean,
  kept: KeptOf,
): HistoryEntry {
  const entry: HistoryEntry = {
    prompt: item,
    outputs: {},
    status: {
      status_str: completed ? "success" : "error",
      completed,
      messages,
    },
    meta: {},
  }
  for (const id of Object.keys(item[2])) {
    const made = kept(id)
    if (made?.ui === undefined) continue
    entry.outputs[id] = made.ui
    entry.meta[id] = made.meta
  }
  return entry
}
