import { expect } from "vitest"
import { test } from "../../apps/comfyui-on-hand.ts"
import { walkFolders } from "./walk-folders.ts"

test("lists follow a changing folder as recorded", async ({ comfyui }) => {
  const looks = await walkFolders(await comfyui())

  expect(looks.length).toBeGreaterThan(25)
  for (const { got, name, wanted } of looks) expect(got, name).toEqual(wanted)
})
