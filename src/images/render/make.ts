import { randomUUID } from "node:crypto"
import type { AppContext } from "../../apps/app.ts"
import { cachedOf, type HistoryEntry } from "../../apps/comfyui/answers.ts"
import type { Attempt } from "../../apps/comfyui/attempt.ts"
import { fetchPicture, isOf, pictureOf } from "../../apps/comfyui/look.ts"
import { outcome } from "../../apps/comfyui/outcome.ts"
import { submit } from "../../apps/comfyui/submit.ts"
import { withdraw } from "../../apps/comfyui/withdraw.ts"
import { flawOfPicture, readPng } from "../../apps/picture.ts"
import { forget } from "../../apps/comfyui/forget.ts"
import { fail } from "../../errors/fail.ts"
import { isFailure, type SdopsError } from "../../errors/sdops-error.ts"
import { rawOf } from "../../exact-json.ts"
import { refused } from "../../inventory/read/problem.ts"
import { compile, type Compiled } from "../compile.ts"
import { type Job, sayJob } from "./job.ts"
import { modelsWithHashes, type Provenance, sha256Of } from "./provenance.ts"
import type { Renderer } from "./renderer.ts"

/** A picture and where it comes from. */
export type Made = {
  readonly bytes: Buffer
  readonly provenance: Provenance
}

/**
 * Has a server make a picture behind all others' jobs. `anew`: nothing of it
 * may come from the server's cache. Errors: `badInventory` for what the server
 * doesn't have, `imageFailed`, `outOfMemory`, `noKernelImage`, and those of the
 * connection.
 */
export async function make(
  job: Job,
  renderer: Renderer,
  anew: boolean,
  context: AppContext,
): Promise<Made> {
  const { compiled, problems } = compile(
    job.image,
    job.number - 1,
    renderer.offers,
  )
  if (problems !== undefined) throw refused(problems)
  const { limits } = context
  const attempt: Attempt = {
    app: "comfyui",
    checkpoint: undefined,
    context: { ...context, limits: { ...limits, gate: limits.image } },
    depth: "image",
    place: renderer.place,
    silence: limits.answer,
    unit: "comfyui.service",
  }
  if (anew) await forget(attempt)
  const start = performance.now()
  const entry = await run(compiled, attempt).catch((error: SdopsError) => {
    throw asImageFailure(error, job)
  })
  const seconds = Math.round(performance.now() - start) / 1000
  const bad = (reason: string) => failed(job, reason, context)
  const file = pictureOf(entry, compiled.output)
  if (file === undefined) throw bad("no picture came out")
  const bytes = await fetchPicture(file, attempt)
  const png = await readPng(bytes)
  if (png === undefined) throw bad("what came out is not a sound PNG file")
  if (flawOfPicture(png)?.kind === "black") throw bad("the picture is black")
  if (renderer.metadata && !isOf(png.text.prompt, compiled.graph))
    throw bad("the picture was made by another workflow")
  const cached = cachedOf(entry).length > 0
  if (anew && cached) throw bad("the server answered from its cache")
  const { gpu, host, versions } = renderer
  return {
    bytes,
    provenance: {
      cached,
      declaration: job.digest,
      gpu,
      graph: rawOf(compiled.graph) as Provenance["graph"],
      height: png.height,
      host,
      image: job.image.name,
      models: modelsWithHashes(compiled.models, renderer),
      number: job.number,
      picture: sha256Of(bytes),
      rendered: new Date().toISOString(),
      seconds,
      seed: compiled.seed === undefined ? null : String(compiled.seed),
      versions,
      width: png.width,
    },
  }
}

async function run(
  { graph }: Compiled,
  attempt: Attempt,
): Promise<HistoryEntry> {
  const id = randomUUID()
  try {
    await submit(id, graph, attempt, false)
    return await outcome(id, attempt)
  } catch (thrown) {
    await withdraw(id, attempt)
    throw thrown
  }
}

/** What the smoke test would say, about a picture. */
function asImageFailure(error: SdopsError, job: Job): SdopsError {
  const own = ["smokeBehind", "smokeFailed", "smokeTimeout"] as const
  if (!own.some((kind) => isFailure(error, kind))) return error
  const { reason = "it took too long" } = error.details as { reason?: string }
  const { evidence, host } = error
  const details = { image: sayJob(job), reason }
  return fail("imageFailed", details, { cause: error, evidence, host })
}

function failed(job: Job, reason: string, { host }: AppContext): SdopsError {
  return fail("imageFailed", { image: sayJob(job), reason }, { host })
}
