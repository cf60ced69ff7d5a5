import { expect } from "vitest"
import { test } from "../../apps/comfyui-on-hand.ts"
import { normalise } from "./normalise.ts"
import {
  type Exchange,
  readRecording,
  recordedBody,
  recordingsIn,
  send,
} from "./recording.ts"

const recordings = await recordingsIn("prompt")

test.for(recordings)(
  "POST /prompt is answered as in %s",
  async (path, { comfyui }) => {
    const recorded = await readRecording<Exchange>(path)
    const server = await comfyui()
    const name = path.replace(/^prompt\/|\.json$/g, "")
    const dummies = /checkpoint-not-in-list-of-(\d+)/.exec(name)?.[1] ?? "0"
    for (let at = 0; at < Number(dummies); at++) {
      const number = String(at).padStart(2, "0")
      await server.model("checkpoints", `dummy${number}.safetensors`)
    }
    if (name === "kernels-again-identical") {
      await send(recorded.request, server.port)
      await finished(server.port)
    }
    const request =
      name === "body-over-100-MiB"
        ? { ...recorded.request, body_text: "a".repeat(105_906_189) }
        : recorded.request

    const answer = await send(request, server.port)

    expect(answer.status).toBe(recorded.response.status)
    const { headers } = recorded.response
    expect(answer.headers["content-type"]).toBe(headers["Content-Type"])
    const numbered = /"(number|front)":/.test(
      JSON.stringify(request.body ?? ""),
    )
    expect(comparable(answer.body, numbered)).toEqual(
      comparable(recordedBody(recorded), numbered),
    )
    const after = recorded.history_after
    if (typeof after !== "object" || after === null) return
    await finished(server.port)
    const history = await send({ method: "GET", path: "/history" }, server.port)
    const entries = Object.values(history.body as object)
    const wanted = Object.values(after)
    expect(comparable(entries.at(-1), numbered)).toEqual(
      comparable(wanted[0], numbered),
    )
  },
)

/** Numbers that the server counts itself depend on what came before. */
function comparable(value: unknown, numbered: boolean): unknown {
  const found = normalise(value)
  if (found === null || typeof found !== "object") return found
  const { number, prompt, ...rest } = found as {
    number?: number
    prompt?: unknown[]
  }
  const given = (one: unknown) =>
    numbered && one !== -38 && one !== 0 ? one : "<counted>"
  return {
    ...rest,
    ...(number === undefined ? {} : { number: given(number) }),
    ...(prompt === undefined
      ? {}
      : { prompt: [given(prompt[0]), ...prompt.slice(1)] }),
  }
}

async function finished(port: number): Promise<void> {
  const call = { method: "GET", path: "/prompt" }
  await expect
    .poll(async () => (await send(call, port)).body)
    .toEqual({ exec_info: { queue_remaining: 0 } })
}
