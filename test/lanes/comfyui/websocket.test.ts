import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { idle } from "../../standins/comfyui-contract/play-queue.ts"
import {
  readRecording,
  recordingsIn,
  send,
} from "../../standins/comfyui-contract/recording.ts"
import { type Moment, replay } from "../../standins/comfyui-contract/replay.ts"
import { changedSince } from "./changed-since.ts"
import { missing, type RealServer, startReal } from "./real-server.ts"
import { recorderPack } from "./recorder-pack.ts"

const why = missing === undefined ? "" : ` (skipped: ${missing})`

/** What a CPU makes no image of in time, or has no such memory for. */
const ofGpu = /oom-|txt2img/
const all = [...(await recordingsIn("sd")), ...(await recordingsIn("ws"))]
const recordings = all
  .map((path) => path.replace(/\.jsonl$/, ""))
  .filter((path) => !ofGpu.test(path))

/** What had run before, so that it isn't run again. */
const before: Readonly<Record<string, string>> = {
  "ws/cached-repeat": "ws/success",
}

describe.skipIf(missing)(`a real ComfyUI's messages${why}`, () => {
  let server: RealServer
  beforeAll(async () => {
    server = await startReal({ recorderPack })
    for (const [name, text] of Object.entries(bad))
      await writeFile(join(server.base, "models/checkpoints", name), text)
  }, 320_000)
  afterAll(async () => server[Symbol.asyncDispose]())

  test.for(recordings)(
    "come in the order of %s",
    { timeout: 300_000 },
    async (name) => {
      const prelude = before[name]
      if (prelude !== undefined) await play(prelude)
      else if (name.startsWith("sd/")) await runLatent(server)

      const { got, recorded, statuses } = await play(name)

      for (const [status, wanted] of statuses) expect(status).toBe(wanted)
      await idle(server)
      // What is known to have changed must differ, or its mark is out of date.
      if (changedSince(name, server.version)) expect(got).not.toEqual(recorded)
      else expect(got).toEqual(recorded)
    },
  )

  const play = async (name: string) =>
    replay(await readRecording<Moment[]>(`${name}.jsonl`), server.port, 60)
})

/** No checkpoints, though named like one. */
const bad = {
  "empty.safetensors": "",
  "html-page.safetensors": "<!doctype html><title>Sign in</title>",
  "lfs-pointer.safetensors": "version https://git-lfs.github.com/spec/v1\n",
}

/** The node of a bad checkpoint's graph that had run when it was recorded. */
async function runLatent({ port }: RealServer): Promise<void> {
  const size = { batch_size: 1, height: 512, width: 512 }
  const prompt = {
    "1": {
      class_type: "SaveLatent",
      inputs: { filename_prefix: "latent", samples: ["5", 0] },
    },
    "5": { class_type: "EmptyLatentImage", inputs: size },
  }
  const call = { body: { prompt }, method: "POST", path: "/prompt" }
  expect((await send(call, port)).status).toBe(200)
  await idle({ port })
}
