import { connect } from "node:net"
import { z } from "zod"
import { barePng } from "../apps/plain-png.ts"
import { authority, placeOf } from "../apps/place.ts"
import { fail } from "../errors/fail.ts"
import { imageIn } from "../inventory/images/image-in.ts"
import { refused } from "../inventory/read/problem.ts"
import type { Source } from "../inventory/read/source.ts"
import { sayPath } from "../inventory/read/source.ts"
import { defaultLimits } from "../limits.ts"
import { jobsOf } from "./render/job.ts"
import { make } from "./render/make.ts"
import { rendererAt } from "./render/renderer.ts"

/** What nix/lib/mk-image.nix asks for. */
export const imageOrder = z.strictObject({
  /** By the keys of `images/<name>.yaml`, whose `workflow` is a text here. */
  declaration: z.record(z.string(), z.unknown()),
  name: z.string(),
  /** Of a ComfyUI that this machine reaches. */
  url: z.url({ protocol: /^https?$/u }),
})

export type ImageOrder = z.infer<typeof imageOrder>

/**
 * Has a ComfyUI make one picture. Out: a PNG file without texts. Errors:
 * `badInventory` for what isn't an image or what the server doesn't have; those
 * of `make`.
 */
export async function makeImage(
  { declaration, name, url }: ImageOrder,
  signal: AbortSignal,
): Promise<Buffer> {
  const { hostname, port, protocol } = new URL(url)
  const whole = port === "" ? (protocol === "https:" ? 443 : 80) : Number(port)
  const host = hostname.replace(/^\[(.*)\]$/u, "$1")
  const context = { host, limits: defaultLimits, signal }
  const place = placeOf(
    { port: whole, url: `${protocol}//${hostname}:${whole}` },
    { tcp: dial },
  )
  const renderer = await rendererAt(
    place,
    { name: host, services: {} },
    context,
  )
  const [job] = jobsOf([declared(name, declaration)])
  if (job === undefined) throw new Error("an image has at least one picture")
  return barePng((await make(job, renderer, false, context)).bytes)
}

function declared(name: string, said: ImageOrder["declaration"]) {
  const file = `mkImage ${name}`
  const { workflow: text } = said
  const worked = text !== undefined && { workflow: "workflow.json" }
  const source: Source = {
    file,
    problem: (path, message) => ({
      column: 1,
      file,
      line: 1,
      message,
      path: sayPath(path),
    }),
    value: { ...said, ...worked },
  }
  const { image, problems } = imageIn(name, source, () => ({
    file,
    text: String(text),
  }))
  if (image === undefined) throw refused(problems ?? [])
  return image
}

const dial = (port: number, address = "127.0.0.1") =>
  new Promise<ReturnType<typeof connect>>((resolve, reject) => {
    const socket = connect(port, address, () => resolve(socket))
    socket.once("error", (cause) => {
      const details = { app: "ComfyUI", url: authority({ address, port }) }
      const because = [cause.message]
      reject(fail("appOutOfReach", details, { because, cause }))
    })
  })
