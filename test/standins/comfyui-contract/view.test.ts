import { expect } from "vitest"
import { readPng } from "../../../src/apps/picture.ts"
import { test } from "../../apps/comfyui-on-hand.ts"
import { type Exchange, readBytes, readRecording, send } from "./recording.ts"

/** With these the real server makes another picture; the stand-in doesn't. */
const converted = /preview=|channel=(a|rgb)$|ComfyUI_temp/

const all = await readRecording<Exchange[]>("output/view.json")
const exchanges = all.filter(({ request }) => !converted.test(request.path))
const seen = await readBytes("output/smoke_00001_.png")

/** Makes the recorded picture by its own graph. */
async function makePicture(port: number) {
  const png = await readPng(seen)
  const { prompt = "{}", ...others } = png?.text ?? {}
  const parsed = Object.entries(others).map(
    ([key, text]) => [key, JSON.parse(text) as unknown] as const,
  )
  const extra_data = { extra_pnginfo: Object.fromEntries(parsed) }
  const body = { extra_data, prompt: JSON.parse(prompt) as unknown }
  await send({ body, method: "POST", path: "/prompt" }, port)
  const path = "/view?filename=smoke_00001_.png&subfolder=out"
  const call = { method: "HEAD", path }
  await expect.poll(async () => (await send(call, port)).status).toBe(200)
}

test.for(exchanges)(
  "$request.method $request.path",
  async (recorded, { comfyui }) => {
    const server = await comfyui()
    await makePicture(server.port)

    const answer = await send(recorded.request, server.port)

    const { headers, status } = recorded.response
    expect(answer.status).toBe(status)
    for (const name of [
      "Content-Type",
      "Content-Disposition",
      "Accept-Ranges",
    ]) {
      expect(answer.headers[name.toLowerCase()]).toBe(headers[name])
    }
    if (status !== 206) return
    expect(answer.bytes).toHaveLength(recorded.response.body_bytes ?? 0)
  },
)

test("a file has the chunks, texts and pixels of the recorded one", async ({
  comfyui,
}) => {
  const server = await comfyui()
  await makePicture(server.port)
  const path = "/view?filename=smoke_00001_.png&subfolder=out"
  const { bytes } = await send({ method: "GET", path }, server.port)

  expect(chunksOf(bytes)).toEqual(chunksOf(seen))
  const [ours, theirs] = [await readPng(bytes), await readPng(seen)]
  expect(texts(ours?.text)).toEqual(texts(theirs?.text))
  expect(ours?.data).toEqual(theirs?.data)
})

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
