import { expect } from "vitest"
import { test } from "../../apps/comfyui-on-hand.ts"
import { playViews } from "./play-views.ts"

/** With these the real server makes another picture; the stand-in doesn't. */
const converted = /preview=|channel=(a|rgb)$/

test("pictures are made and given as recorded", async ({ comfyui }) => {
  const looks = await playViews(
    await comfyui(),
    (path) => !converted.test(path),
  )

  expect(looks.length).toBeGreaterThan(18)
  for (const { got, name, wanted } of looks) expect(got, name).toEqual(wanted)
})
