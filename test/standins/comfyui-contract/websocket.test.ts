import { describe, expect } from "vitest"
import { type OnHand, test } from "../../apps/comfyui-on-hand.ts"
import { recorderNodes } from "./recorder-nodes.ts"
import { readRecording, recordingsIn, send } from "./recording.ts"
import { type Moment, open, replay } from "./replay.ts"

const haste = 4
const prelude: { [recording: string]: string } = {
  "sd/bad-checkpoint-empty-safetensors.jsonl": "sd/txt2img-cold.jsonl",
  "sd/bad-checkpoint-html-page-safetensors.jsonl": "sd/txt2img-cold.jsonl",
  "sd/bad-checkpoint-lfs-pointer-safetensors.jsonl": "sd/txt2img-cold.jsonl",
  "sd/txt2img-cached.jsonl": "sd/txt2img-cached.jsonl",
  "sd/txt2img-warm-other-seed.jsonl": "sd/txt2img-cold.jsonl",
  "ws/cached-repeat.jsonl": "ws/success.jsonl",
}
// A socket comes back while a job runs: when, no replay can repeat.
const timed = /reconnect/

describe("messages come in the recorded order", async () => {
  const all = [...(await recordingsIn("ws")), ...(await recordingsIn("sd"))]
  const recordings = all.filter((path) => !timed.test(path))
  test.for(recordings)("%s", async (path, { comfyui }) => {
    const server = await comfyui({ nodes: recorderNodes(haste) })
    await prepare(server, path)
    const before = prelude[path]
    if (before !== undefined) {
      await replay(await readRecording<Moment[]>(before), server.port)
      await expect.poll(() => server.lines.at(-1)).toMatch(/^Prompt executed/)
    }

    const { got, recorded, statuses } = await replay(
      await readRecording<Moment[]>(path),
      server.port,
    )

    expect(got).toEqual(recorded)
    for (const [status, wanted] of statuses) expect(status).toBe(wanted)
  })
})

async function prepare(server: OnHand, path: string) {
  await server.model("checkpoints", "random-sd15.safetensors")
  const html = Buffer.from("<!doctype html><title>Sign in</title>")
  const pointer = Buffer.from("version https://git-lfs.github.com/spec/v1\n")
  await server.model("checkpoints", "html-page.safetensors", html)
  await server.model("checkpoints", "lfs-pointer.safetensors", pointer)
  await server.model("checkpoints", "empty.safetensors", Buffer.alloc(0))
  if (path.includes("oom-")) await server.fault("out-of-memory")
}

/** It still runs when a client is back, however slow the machine is. */
const long = {
  client_id: "client-a",
  prompt: {
    "1": {
      class_type: "EmptyImage",
      inputs: { batch_size: 1, color: 1, height: 8, width: 8 },
    },
    "2": {
      class_type: "RecSleep",
      inputs: { image: ["1", 0], nonce: 1, seconds: 400, steps: 1600 },
    },
    "3": { class_type: "PreviewImage", inputs: { images: ["2", 0] } },
  },
}
const post = { body: long, method: "POST", path: "/prompt" }

describe("a client that connects again", () => {
  test("is told the status and the node that runs", async ({ comfyui }) => {
    const server = await comfyui({ nodes: recorderNodes(haste) })
    const first: unknown[] = []
    const second: unknown[] = []
    const old = await open(server.port, "/ws?clientId=client-a", first)
    await send(post, server.port)
    await expect.poll(() => JSON.stringify(first)).toMatch(/"progress"/)
    old.close()
    await expect.poll(() => old.readyState).toBe(WebSocket.CLOSED)
    await open(server.port, "/ws?clientId=client-a", second)
    await expect.poll(() => second.length).toBeGreaterThan(3)
    expect(second.slice(0, 2)).toEqual([
      {
        data: { sid: "<sid>", status: { exec_info: { queue_remaining: 1 } } },
        type: "status",
      },
      { data: { node: "2" }, type: "executing" },
    ])
  })

  test("goes deaf when its old socket closes later", async ({ comfyui }) => {
    const server = await comfyui({ nodes: recorderNodes(haste) })
    const first: unknown[] = []
    const second: unknown[] = []
    const old = await open(server.port, "/ws?clientId=client-a", first)
    await open(server.port, "/ws?clientId=client-a", second)
    old.close()
    await expect.poll(() => old.readyState).toBe(WebSocket.CLOSED)
    const before = second.length
    const watcher: unknown[] = []
    await open(server.port, "/ws?clientId=client-b", watcher)
    await send(post, server.port)
    await expect.poll(() => watcher.length).toBeGreaterThan(2)
    expect(second).toHaveLength(before)
  })
})
