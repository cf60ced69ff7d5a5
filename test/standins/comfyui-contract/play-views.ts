import { readPng } from "../../../src/apps/picture.ts"
import { waitFor } from "../../lab/wait.ts"
import type { Look } from "./look.ts"
import { type Exchange, readBytes, readRecording, send } from "./recording.ts"

type Server = { readonly port: number }

const seen = await readBytes("output/smoke_00001_.png")
const all = await readRecording<Exchange[]>("output/view.json")
// A name that another server's run has given.
const exchanges = all.filter(
  ({ request, response }) =>
    !request.path.includes("ComfyUI_temp") || response.status !== 200,
)

const looked = ["Content-Type", "Content-Disposition", "Accept-Ranges"]

/**
 * Has a fresh server make the recorded picture, looks at the file, and asks
 * for it, and for what isn't there, by the recorded requests of these.
 */
export async function playViews(
  server: Server,
  isOurs: (path: string) => boolean = () => true,
): Promise<readonly Look[]> {
  await makePicture(server)
  const looks: Look[] = [await lookAtFile(server)]
  for (const recorded of exchanges) {
    const { path } = recorded.request
    if (!isOurs(path)) continue
    const answer = await send(recorded.request, server.port)
    const { body_bytes, headers, status } = recorded.response
    const isPart = status === 206
    looks.push({
      got: [
        answer.status,
        ...looked.map((name) => answer.headers[name.toLowerCase()]),
        isPart ? answer.bytes.length : 0,
      ],
      name: `output: ${recorded.request.method} ${path} ${status}`,
      wanted: [
        status,
        ...looked.map((name) => headers[name]),
        isPart ? body_bytes : 0,
      ],
    })
  }
  return looks
}

const place = "/view?filename=smoke_00001_.png&subfolder=out"

/** Makes the recorded picture by its own graph. */
async function makePicture({ port }: Server) {
  const png = await readPng(seen)
  const { prompt = "{}", ...others } = png?.text ?? {}
  const parsed = Object.entries(others).map(
    ([key, text]) => [key, JSON.parse(text) as unknown] as const,
  )
  const extra_data = { extra_pnginfo: Object.fromEntries(parsed) }
  const body = { extra_data, prompt: JSON.parse(prompt) as unknown }
  await send({ body, method: "POST", path: "/prompt" }, port)
  const call = { method: "HEAD", path: place }
  const isThere = async () => (await send(call, port)).status === 200
  await waitFor(isThere, { deadline: 240, what: "the picture" })
}

/** The chunks, texts and pixels of the file. */
async function lookAtFile({ port }: Server): Promise<Look> {
  const { bytes } = await send({ method: "GET", path: place }, port)
  const view = async (file: Buffer) => {
    const png = await readPng(file)
    return { chunks: chunksOf(file), data: png?.data, text: texts(png?.text) }
  }
  const name = "output: the file"
  return { got: await view(bytes), name, wanted: await view(seen) }
}

/** Texts are compared as values: Python writes 1.0 where we write 1. */
function texts(found: Record<string, string> = {}) {
  const pairs = Object.entries(found)
  return pairs.map(([key, text]) => [key, JSON.parse(text) as unknown])
}

function chunksOf(file: Buffer): string[] {
  const types: string[] = []
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    types.push(file.toString("latin1", at + 4, at + 8))
  }
  return types
}
