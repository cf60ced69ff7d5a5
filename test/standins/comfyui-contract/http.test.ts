import { expect } from "vitest"
import { test } from "../../apps/comfyui-on-hand.ts"
import { shapeOf } from "./normalise.ts"
import {
  type Exchange,
  readRecording,
  recordedBody,
  recordingsIn,
  send,
} from "./recording.ts"

/** Routes of ComfyUI that the stand-in doesn't have. */
const absent = [
  "/experiment",
  "/extensions",
  "/i18n",
  "/settings",
  "/users",
  "/view_metadata",
  "/workflow_templates",
]

const files = await recordingsIn("http")
const exchanges: Exchange[] = []
for (const file of files) {
  const found = await readRecording<Exchange | Exchange[]>(file)
  exchanges.push(...(Array.isArray(found) ? found : [found]))
}
const served = exchanges.filter(
  ({ request }) => !absent.some((path) => request.path.startsWith(path)),
)

test.for(served)(
  "$request.method $request.path",
  async (recorded, { comfyui }) => {
    const server = await comfyui()
    const before = server.lines.length

    const answer = await send(recorded.request, server.port)

    expect(answer.status).toBe(recorded.response.status)
    const { headers } = recorded.response
    expect(answer.headers["content-type"]).toBe(headers["Content-Type"])
    expect(answer.headers.allow).toBe(headers.Allow)
    const wanted = recordedBody(recorded)
    const { path } = recorded.request
    if (path === "/" || String(wanted).startsWith("<... ")) return
    if (path.endsWith("system_stats") && typeof wanted === "object") {
      expect(shapeOf(answer.body)).toEqual(shapeOf(wanted))
    } else expect(answer.body).toEqual(wanted)
    const said = (recorded.server_log ?? []).at(-1)
    if (said === undefined || /Error: /.test(said)) return
    expect(server.lines.slice(before).at(-1)).toBe(
      said.replaceAll(":8188", `:${server.port}`),
    )
  },
)
