import { setTimeout as wait } from "node:timers/promises"
import type { Clients } from "./clients.ts"
import { explain } from "./explain.ts"
import type { Faults } from "./faults.ts"
import type { Folders } from "./folders.ts"
import { strikeGpu } from "./gpu-faults.ts"
import { Interrupted, type NodeResult, type Work } from "./node.ts"
import type { NodeClasses } from "./nodes.ts"
import { makeProgress, type Progress } from "./progress.ts"
import { type Json, PythonError } from "./python.ts"
import type { HistoryEntry, Item } from "./queue.ts"
import {
  clientOf,
  gather,
  historyEntry,
  keepOnly,
  type Kept,
  suffix,
} from "./results.ts"
import { makeSchedule, signatures } from "./schedule.ts"

/** What the executor needs of the server around it. */
export type Executing = {
  readonly classes: NodeClasses
  readonly clients: Clients
  readonly faults: Faults
  readonly folders: Folders
  readonly log: (line: string) => void
  readonly metadata: boolean
  readonly keepsResults: boolean
}

/** Runs prompts one at a time and remembers the results of the last one. */
export type Executor = {
  run(item: Item): Promise<HistoryEntry>
  interrupt(): void
  forget(): void
  /** The client of the running or last prompt, and the node it is at. */
  at(): { client: string | undefined; node: string | undefined }
  /** Whether a node that works on the GPU runs now. */
  onGpu(): boolean
}

/** An executor with an empty cache. */
export function makeExecutor(around: Executing): Executor {
  const { classes, clients, faults, folders, log } = around
  const cache = new Map<string, Kept>()
  const suffixes = new Map<string, string>()
  let client: string | undefined
  let node: string | undefined
  let gpu = false
  let interrupted = false

  async function run(item: Item): Promise<HistoryEntry> {
    const [, promptId, graph, extraData, targets] = item
    interrupted = false
    client = clientOf(extraData)
    if (!around.keepsResults) cache.clear()
    const messages: Json[] = []
    const say = (event: string, about: object, toAll = false) => {
      const data = { prompt_id: promptId, ...about, timestamp: Date.now() }
      messages.push([event, data as unknown as Json])
      if (client !== undefined || toAll) clients.send(event, data, client)
    }
    const tell = (event: string, data: unknown) => {
      clients.send(event, data, client)
    }
    say("execution_start", {})
    const keys = signatures(graph, classes, folders)
    keepOnly(cache, new Set(keys.values()))
    const kept = (id: string) => cache.get(keys.get(id) ?? "")
    const ids = Object.keys(graph)
    const cached = ids.filter((id) => kept(id) !== undefined)
    say("execution_cached", { nodes: cached })
    const isOutput = (id: string) =>
      classes[graph[id]?.class_type ?? ""]?.info.output_node === true
    const schedule = makeSchedule(graph, isOutput, (id) => cached.includes(id))
    for (const target of targets) schedule.add(target)
    const progress = makeProgress(promptId, tell)
    const executed: string[] = []
    let failed = false
    const spread = faults.seconds("job-seconds", 1)
    for (let id = schedule.next(); id !== undefined; id = schedule.next()) {
      const made = kept(id)
      if (made !== undefined) {
        tellExecuted(id, made, promptId)
        progress.finish(id)
        schedule.done(id)
        continue
      }
      const inputs: { [name: string]: unknown } = {}
      try {
        progress.start(id)
        node = id
        gather(id, item, inputs, kept)
        if (client !== undefined) {
          tell("executing", { node: id, display_node: id, prompt_id: promptId })
        }
        if (faults.has("hang")) await new Promise(() => {})
        const share = executed.length === 0 ? spread : 0
        const result = await runNode(id, item, inputs, progress, share)
        const meta = {
          node_id: id,
          display_node: id,
          parent_node: null,
          real_node_id: id,
        }
        const fresh = { meta, outputs: [], ...result }
        cache.set(keys.get(id) ?? "", fresh)
        tellExecuted(id, fresh, promptId)
        progress.finish(id)
        executed.push(id)
        schedule.done(id)
      } catch (thrown) {
        failed = true
        const about = {
          node_id: id,
          node_type: graph[id]?.class_type,
          executed,
        }
        if (thrown instanceof Interrupted) {
          log("Processing interrupted")
          say("execution_interrupted", about, true)
        } else {
          const why = explain(thrown, inputs, ids, log)
          say("execution_error", { ...about, ...why })
        }
        break
      }
    }
    gpu = false
    node = undefined
    if (!failed) say("execution_success", {})
    return historyEntry(item, messages, !failed, kept)
  }

  async function runNode(
    id: string,
    [, , graph, extraData]: Item,
    inputs: { [name: string]: unknown },
    progress: Progress,
    spread: number,
  ): Promise<NodeResult> {
    const title = graph[id]?.class_type ?? ""
    const found = classes[title]
    if (found === undefined) throw new PythonError("KeyError", title)
    const check = () => {
      if (interrupted) throw new Interrupted()
    }
    check()
    for (let slept = 0; slept < spread; slept += 0.05) {
      await wait(50)
      check()
    }
    while (faults.has("hold-jobs")) {
      await wait(50)
      check()
    }
    gpu = found.gpu === true
    if (found.gpu) strikeGpu(faults)
    const work: Work = {
      extraData,
      faults,
      folders,
      graph,
      id,
      inputs,
      log,
      metadata: around.metadata,
      progress(value, max) {
        check()
        progress.step(id, value, max)
      },
      sleep: (seconds) => wait(seconds * 1000),
      suffix: () => suffix(suffixes, graph, id),
    }
    return found.run(work)
  }

  function tellExecuted(id: string, { ui }: Kept, promptId: string) {
    if (client === undefined || ui === undefined) return
    const about = { node: id, display_node: id, output: ui }
    clients.send("executed", { ...about, prompt_id: promptId }, client)
  }

  return {
    at: () => ({ client, node }),
    forget: () => cache.clear(),
    interrupt() {
      interrupted = true
    },
    onGpu: () => gpu,
    run,
  }
}
