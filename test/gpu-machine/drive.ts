import { spawn } from "node:child_process"
import { connect } from "node:net"
import { comfyui } from "../../src/apps/comfyui/comfyui.ts"
import { readPng } from "../../src/apps/picture.ts"
import { camelKeys } from "../../src/camel-keys.ts"
import { SdopsError } from "../../src/errors/sdops-error.ts"
import { loadedDriver } from "../../src/gpu/loaded-driver.ts"
import { predictReload } from "../../src/gpu/predict-reload.ts"
import { probedDriver } from "../../src/gpu/probed-driver.ts"
import { probe } from "../../src/host/probe/probe.ts"
import type { HostShell } from "../../src/host/shell.ts"
import { compare } from "../../src/images/render/compare.ts"
import { jobsOf } from "../../src/images/render/job.ts"
import { make } from "../../src/images/render/make.ts"
import { rendererAt } from "../../src/images/render/renderer.ts"
import { picture as schema } from "../../src/inventory/images/schema.ts"
import { defaultLimits } from "../../src/limits.ts"
import { assignments } from "../../src/remote/script.ts"

// Runs on a machine with a GPU: what sdops' client makes of the real server,
// and its scripts of the real driver. One line of JSON for each thing seen.
const limits = { ...defaultLimits, gate: 300, ready: 90 }
const context = { host: "here", limits, signal: new AbortController().signal }
const place = {
  address: "127.0.0.1",
  connection: {
    tcp: async () => connect({ host: "127.0.0.1", port: 8188 }),
  },
  port: 8188,
  tls: false,
}
const input = { gpu: { vendor: "nvidia" }, unit: "comfyui.service" } as const
let failed = 0

/** Looks, and says what was seen or what went wrong. */
async function see(
  what: string,
  look: () => Promise<unknown>,
  expected?: string,
): Promise<void> {
  const start = performance.now()
  const seen = await look().catch((error: unknown) =>
    error instanceof SdopsError
      ? { code: error.code, message: error.message }
      : { message: String(error) },
  )
  const code = (seen as { code?: string } | undefined)?.code
  const isError = seen !== undefined && "message" in (seen as object)
  const well = expected === undefined ? !isError : code === expected
  if (!well) failed++
  const seconds = Math.round(performance.now() - start) / 1000
  console.log(JSON.stringify({ what, well, seconds, seen }))
}

const image = (checkpoint: string) => async () => {
  const made = await comfyui.smoke(
    place,
    { ...input, checkpoint, depth: "image" },
    context,
  )
  return { bytes: made.image.bytes.length, depth: made.depth }
}
const smoke = (depth: "kernels" | "plumbing") => async () => {
  const { image: proof } = await comfyui.smoke(
    place,
    { ...input, depth },
    context,
  )
  return { bytes: proof.bytes.length, depth }
}

await see("ready", async () => comfyui.ready(place, context))
await see("the queue is empty", async () => ({
  jobs: await comfyui.queued(place, context),
}))
await see("depth plumbing", smoke("plumbing"))
await see("depth kernels", smoke("kernels"))
await see("depth image, cold", image("random.safetensors"))
await see("depth image, warm", image("random.safetensors"))
await see("a declared image, twice: the same pixels", twice)
await see(
  "a checkpoint that isn't there",
  image("nobody.safetensors"),
  "SDOPS_CHECKPOINT_MISSING",
)
await see(
  "a page declared as a checkpoint",
  image("page.safetensors"),
  "SDOPS_SMOKE_FAILED",
)
for (const shell of ["dash", "bash"]) {
  await see(`the probe under ${shell}`, () => probed(shell))
}
process.exitCode = failed === 0 ? 0 : 1

/** A declared image, made by the server and once more without its cache. */
async function twice() {
  const problem = (path: readonly unknown[], message: string) => ({
    column: 1,
    file: "images/cat.yaml",
    line: 1,
    message,
    path: path.join("."),
  })
  const picture = camelKeys(
    schema.parse({
      checkpoint: "random.safetensors",
      prompt: "a red cube",
      seed: 42,
      size: "512x512",
      steps: 20,
    }),
  )
  const image = { kind: "picture", name: "cat", picture, problem } as const
  const [job] = jobsOf([image])
  if (job === undefined) throw new Error("no picture")
  const declared = { name: "here", services: {} }
  const renderer = await rendererAt(place, declared, context)
  const first = await make(job, renderer, true, context)
  const second = await make(job, renderer, true, context)
  const pixels = await Promise.all(
    [first, second].map(({ bytes }) => readPng(bytes)),
  )
  const [one, other] = pixels
  if (one === undefined || other === undefined) throw new Error("no PNG")
  const compared = compare(one, other, 0)
  if (compared.how !== "same pixels") throw new Error(JSON.stringify(compared))
  const { graph: _, ...provenance } = first.provenance
  return { compared, provenance, second: second.provenance.seconds }
}

/** What sdops knows of this machine's GPU and of who holds its driver. */
async function probed(program: string) {
  const facts = await probe(local(program), { units: [] })
  const { smi, ...driver } = probedDriver(facts, "nvidia")
  const { holders } = loadedDriver(facts, [])
  return {
    bus: facts.pciNvidia,
    driver,
    holders,
    predicted: predictReload(holders, []),
    smi,
  }
}

function local(program: string): HostShell {
  return {
    host: "here",
    limits,
    run: async ({ script, variables }) => {
      const child = spawn(program, ["-s"])
      let [stdout, stderr] = ["", ""]
      child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text))
      child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text))
      child.stdin.end(assignments(variables) + script)
      return new Promise((resolve) =>
        child.on("close", (code) =>
          resolve({ exit: code ?? 255, signal: undefined, stderr, stdout }),
        ),
      )
    },
  }
}
