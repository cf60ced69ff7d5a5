import { makeClients, type Clients } from "./clients.ts"
import { type Executor, makeExecutor } from "./executor.ts"
import type { Faults } from "./faults.ts"
import type { Folders } from "./folders.ts"
import type { NodeClasses } from "./nodes.ts"
import { makeQueue, type Queue } from "./queue.ts"

/** A device as `/system_stats` shows it. */
export type Device = {
  readonly name: string
  readonly type: "cpu" | "cuda"
  readonly memory: number
}

/** What one running server is made of. */
export type Comfy = {
  readonly argv: readonly string[]
  readonly classes: NodeClasses
  readonly clients: Clients
  readonly device: Device
  readonly executor: Executor
  readonly faults: Faults
  readonly folders: Folders
  readonly log: (line: string) => void
  readonly queue: Queue
  /** The server's own counter of prompts, which starts at 0. */
  counter: number
  /** Asked for by `POST /free`, done after the running prompt. */
  free: boolean
}

type Parts = Pick<
  Comfy,
  "argv" | "classes" | "device" | "faults" | "folders" | "log"
>

/** A server without a port; its worker runs until the process ends. */
export function makeComfy(parts: Parts): Comfy {
  const clients = makeClients()
  const queue = makeQueue(() => {
    clients.send("status", statusOf(queue), undefined)
  })
  const executor = makeExecutor({
    ...parts,
    clients,
    keepsResults: !parts.argv.includes("--cache-none"),
    metadata: !parts.argv.includes("--disable-metadata"),
  })
  const comfy = { ...parts, clients, counter: 0, executor, free: false, queue }
  void work(comfy)
  return comfy
}

/** The data of a `status` message. */
export function statusOf(queue: Queue) {
  return { status: { exec_info: { queue_remaining: queue.remaining() } } }
}

async function work(comfy: Comfy): Promise<void> {
  const { clients, executor, faults, log, queue } = comfy
  for (;;) {
    if (faults.has("dead-worker")) return
    const item = await queue.take()
    const start = performance.now()
    const entry = await executor.run(item)
    queue.done(item, entry)
    const { client } = executor.at()
    if (client !== undefined) {
      const data = { node: null, prompt_id: item[1] }
      clients.send("executing", data, client)
    }
    const seconds = (performance.now() - start) / 1000
    log(`Prompt executed in ${seconds.toFixed(2)} seconds`)
    freeIfAsked(comfy)
  }
}

/** Forgets results when that was asked for and nothing runs. */
export function freeIfAsked(comfy: Comfy): void {
  if (!comfy.free || comfy.queue.running().length > 0) return
  comfy.free = false
  comfy.executor.forget()
}
