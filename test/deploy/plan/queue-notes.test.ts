import { expect, test } from "vitest"
import { queueNotes } from "../../../src/deploy/plan/queue-notes.ts"

test("what waits on a host is said in its plan", () => {
  const calm = { queueRefused: 0, queueSaved: 0, restarts: [] }
  expect(queueNotes(calm)).toEqual([])
  expect(
    queueNotes({
      queueRefused: 1,
      queueSaved: 3,
      restarts: ["comfyui.service"],
    }),
  ).toEqual([
    "saved jobs of comfyui that wait to be given back: 3",
    "jobs that comfyui has refused are kept on the host: 1",
    "comfyui.service is restarted once it is idle",
  ])
})
