import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test as plain } from "vitest"
import type { FaultName } from "../standins/comfyui/faults.ts"
import {
  type Running,
  startComfyui,
  type StartOptions,
} from "../standins/comfyui/start.ts"

/** A stand-in in this process, in a folder of its own. */
export type OnHand = Running & {
  readonly base: string
  readonly lines: readonly string[]
  fault(name: FaultName, text?: string): Promise<void>
  /** A model file with a sound header, or with this content. */
  model(kind: string, name: string, content?: Buffer): Promise<void>
}

type Start = (options?: Partial<StartOptions>) => Promise<OnHand>

/** `comfyui(…)` starts a stand-in that ends with the test. */
export const test = plain.extend<{ comfyui: Start }>({
  // oxlint-disable-next-line no-empty-pattern
  comfyui: async ({}, use) => {
    const started: OnHand[] = []
    await use(async (options = {}) => {
      const one = await start(options)
      started.push(one)
      return one
    })
    for (const { base, stop } of started) {
      await stop()
      await rm(join(base, ".."), { force: true, recursive: true })
    }
  },
})

async function start(options: Partial<StartOptions>): Promise<OnHand> {
  const root = await mkdtemp(join(tmpdir(), "sdops-comfyui-"))
  const [base, faults] = [join(root, "base"), join(root, "faults")]
  for (const kind of ["checkpoints", "loras"]) {
    await mkdir(join(base, "models", kind), { recursive: true })
  }
  await mkdir(join(base, "custom_nodes"))
  await mkdir(faults)
  const lines: string[] = []
  const running = await startComfyui({
    base,
    faults,
    log: (line) => lines.push(line),
    port: 0,
    ...options,
  })
  return {
    ...running,
    base,
    fault: (name, text = "") => writeFile(join(faults, name), text),
    lines,
    model: (kind, name, content = safetensors) =>
      writeFile(join(base, "models", kind, name), content),
  }
}

/** The smallest sound safetensors file: a length and an empty header. */
const safetensors = Buffer.from("02000000000000007b7d", "hex")
