import { rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { normalise } from "../../standins/comfyui-contract/normalise.ts"
import {
  type Exchange,
  readRecording,
  recordedBody,
  recordingsIn,
  send,
} from "../../standins/comfyui-contract/recording.ts"
import { changedSince, ofMachine } from "./changed-since.ts"
import { missing, type RealServer, startReal } from "./real-server.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`

type Named = Exchange & { readonly name: string }

/** What was sent to 0.3.64, and came back. */
const recordings: Named[] = []
for (const path of [
  ...(await recordingsIn("http")),
  ...(await recordingsIn("prompt")),
]) {
  const found = await readRecording<Exchange | Exchange[]>(path)
  const name = path.replace(/\.json$/, "")
  if (Array.isArray(found))
    recordings.push(
      ...found.map((one) => ({
        ...one,
        name: `${one.request.method} ${one.request.path}`,
      })),
    )
  else recordings.push({ ...found, name })
}

describe.skipIf(missing)(`a real ComfyUI and the recordings${why}`, () => {
  let server: RealServer
  beforeAll(async () => {
    server = await startReal()
  }, 320_000)
  afterAll(async () => server[Symbol.asyncDispose]())

  test.for(recordings)("$name is answered as recorded", async (recorded) => {
    const models = await dummies(server, recorded.name)

    const { request } = recorded
    const answer = await send(
      recorded.name.endsWith("/body-over-100-MiB")
        ? { ...request, body_text: "a".repeat(105_906_189) }
        : request,
      server.port,
    )

    const { headers, status } = recorded.response
    const wanted = recordedBody(recorded)
    const isCut =
      String(wanted).startsWith("<... ") || ofMachine.has(recorded.name)
    const view = (
      code: number,
      type: string | undefined,
      body: unknown,
    ): unknown => [code, type, isCut ? "" : comparable(body)]
    const got = view(answer.status, answer.headers["content-type"], answer.body)
    const before = view(status, headers["Content-Type"], wanted)
    await Promise.all(models.map((file) => rm(file)))
    await idle(server.port)
    // What is known to have changed must differ, or its mark is out of date.
    if (changedSince(recorded.name, server.version))
      expect(got).not.toEqual(before)
    else expect(got).toEqual(before)
  })
})

/** The models that were there when it was recorded. */
async function dummies({ base }: RealServer, name: string) {
  const count = Number(/checkpoint-not-in-list-of-(\d+)/.exec(name)?.[1] ?? 0)
  const files = Array.from({ length: count }, (_, at) => {
    const number = String(at).padStart(2, "0")
    return join(base, "models/checkpoints", `dummy${number}.safetensors`)
  })
  await Promise.all(files.map((file) => writeFile(file, "")))
  return files
}

/** Numbers that a server counts depend on what came before. */
function comparable(value: unknown): unknown {
  const found = normalise(value)
  if (found === null || typeof found !== "object" || !("number" in found))
    return found
  return { ...found, number: "<counted>" }
}

async function idle(port: number): Promise<void> {
  const call = { method: "GET", path: "/prompt" }
  await expect
    .poll(async () => (await send(call, port)).body, { timeout: 60_000 })
    .toEqual({ exec_info: { queue_remaining: 0 } })
}
