import { randomInt } from "node:crypto"
import { z } from "zod"
import { fail } from "../../errors/fail.ts"
import { lastLines } from "../../remote/strip.ts"
import type { AppContext, Smoke, SmokeInput } from "../app.ts"
import { badAnswer, readJson } from "../ask.ts"
import { gpuFailureOf } from "../gpu-failure.ts"
import { type Flaw, flawOfPicture, type Pixels, readPng } from "../picture.ts"
import type { AppPlace } from "../place.ts"
import { request } from "../request.ts"
import { metered } from "./meter.ts"

const app = "stable-diffusion-webui"
const path = "/sdapi/v1/txt2img"
const size = { height: 512, width: 512 }

const made = z.looseObject({
  images: z.array(z.string()).min(1),
  /** JSON: what the picture was made of. */
  info: z.string().default("{}"),
})
const seeded = z.looseObject({ seed: z.number() })
const trouble = z.looseObject({
  error: z.string(),
  errors: z.string().optional(),
})

/**
 * `smoke` of the interface `App`. There is no graph without a model here, so
 * every depth is text to image with the checkpoint that is loaded.
 */
export async function smoke(
  place: AppPlace,
  { onStep, unit }: SmokeInput,
  context: AppContext,
): Promise<Smoke> {
  const { host, limits, stage } = context
  const depth = "image"
  const start = performance.now()
  const seed = randomInt(2 ** 31)
  const body = {
    ...size,
    prompt: "a red cube",
    save_images: false,
    seed,
    send_images: true,
    steps: 4,
  }
  const call = { body, method: "POST", path } as const
  // The answer comes when the image is done.
  const patient = { ...context, limits: { ...limits, answer: limits.gate } }
  const post = async () =>
    request(place, call, patient).catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== "TimeoutError")
        throw error
      const details = { app, seconds: limits.gate, smoke: depth, unit }
      throw fail("smokeTimeout", details, { cause: error, host, stage })
    })
  const [answer, measured] =
    onStep === undefined
      ? [await post(), undefined]
      : await metered(place, onStep, context, post)
  const found = made.safeParse(readJson(answer))
  if (answer.status !== 200 || !found.success) {
    const said = trouble.safeParse(readJson(answer))
    if (!said.success) {
      const problem = `status ${answer.status}`
      throw badAnswer(app, call, answer, problem, context)
    }
    const { error, errors = "" } = said.data
    const circumstances = {
      evidence: lastLines(`${error}: ${errors}`),
      host,
      stage,
    }
    const known = gpuFailureOf(`${error}: ${errors}`)
    if (known !== undefined) throw fail(known, { app, unit }, circumstances)
    const details = { app, reason: error, smoke: depth, unit }
    throw fail("smokeFailed", details, circumstances)
  }
  const bytes = Buffer.from(found.data.images[0] ?? "", "base64")
  const png = await readPng(bytes)
  const flaw =
    png === undefined
      ? other("the image is not a valid PNG file")
      : (flawOfAnswer(png, found.data.info, seed) ?? flawOfPicture(png))
  if (flaw?.kind === "black") {
    throw fail("blackImage", { app, smoke: depth, unit }, { host, stage })
  }
  if (flaw !== undefined) {
    const details = { app, reason: flaw.reason, smoke: depth, unit }
    throw fail("smokeFailed", details, { host, stage })
  }
  const name = "txt2img.png"
  const image = { ...size, bytes, name, path: name }
  const seconds = (performance.now() - start) / 1000
  return { depth, image, ...(measured && { measured }), seconds }
}

/** Whether it is the picture that was asked for. */
function flawOfAnswer(
  { height, width }: Pixels,
  info: string,
  seed: number,
): Flaw | undefined {
  if (height !== size.height || width !== size.width)
    return other(`the image is ${width}x${height}, not as asked`)
  const told = seeded.safeParse(parsed(info)).data?.seed
  return told === undefined || told === seed
    ? undefined
    : other("the image was made with another seed")
}

function other(reason: string): Flaw {
  return { kind: "other", reason }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
