import { heapify, pop, push } from "./heap.ts"
import { type Json, PythonError } from "./python.ts"

export type Node = {
  class_type: string
  inputs: { [name: string]: Json }
  _meta?: Json
}
export type Graph = { [id: string]: Node }

/** `[number, prompt_id, prompt, extra_data, outputs_to_execute]`. */
export type Item = [number, string, Graph, Json, string[]]

export type HistoryEntry = {
  prompt: Item
  outputs: { [node: string]: Json }
  status: { status_str: string; completed: boolean; messages: Json[] }
  meta: { [node: string]: Json }
}

/** Pending and running prompts and what became of the others; memory only. */
export type Queue = {
  put(item: Item): void
  take(): Promise<Item>
  done(item: Item, entry: HistoryEntry): void
  clear(): void
  delete(id: string): void
  remaining(): number
  running(): readonly Item[]
  pending(): readonly Item[]
  readonly history: Map<string, HistoryEntry>
}

const longestHistory = 10_000

/** An empty queue; `changed` is called as often as ComfyUI tells a change. */
export function makeQueue(changed: () => void): Queue {
  let heap: Item[] = []
  const running = new Set<Item>()
  const history = new Map<string, HistoryEntry>()
  let waiting: ((item: Item) => void) | undefined

  function hand() {
    if (waiting === undefined || heap.length === 0) return
    const item = pop(heap, lessOrTied) as Item
    const give = waiting
    waiting = undefined
    running.add(item)
    changed()
    give(item)
  }

  return {
    history,
    put(item) {
      push(heap, item, less)
      changed()
      setImmediate(hand)
    },
    take() {
      return new Promise((resolve) => {
        waiting = resolve
        setImmediate(hand)
      })
    },
    done(item, entry) {
      running.delete(item)
      if (history.size > longestHistory) {
        history.delete(history.keys().next().value ?? "")
      }
      history.set(item[1], entry)
      changed()
    },
    clear() {
      heap = []
      changed()
    },
    delete(id) {
      const at = heap.findIndex((item) => item[1] === id)
      if (at === -1) return
      if (heap.length === 1) {
        heap = []
        changed()
      } else {
        heap.splice(at, 1)
        heapify(heap, lessOrTied)
      }
      changed()
    },
    remaining: () => heap.length + running.size,
    running: () => [...running],
    pending: () => heap,
  }
}

/** Tuples compare number, then id, then the graphs, which Python can't. */
function less(a: Item, b: Item): boolean {
  if (a[0] === b[0] && a[1] === b[1]) {
    throw new PythonError(
      "TypeError",
      "'<' not supported between instances of 'dict' and 'dict'",
    )
  }
  return lessOrTied(a, b)
}

function lessOrTied(a: Item, b: Item): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1])
}
