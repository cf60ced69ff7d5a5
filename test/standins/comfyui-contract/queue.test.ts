import { expect } from "vitest"
import { test } from "../../apps/comfyui-on-hand.ts"
import { playNineJobs, playSameTwice } from "./play-queue.ts"
import { recorderNodes } from "./recorder-nodes.ts"

test("nine jobs lie, go and run in the recorded order", async ({ comfyui }) => {
  const server = await comfyui({ nodes: recorderNodes(20) })
  const looks = await playNineJobs(server)
  for (const { got, name, wanted } of looks) expect(got, name).toEqual(wanted)
})

test("a second job of equal id and number is 500, but runs", async ({
  comfyui,
}) => {
  const server = await comfyui({ nodes: recorderNodes(1) })
  const looks = await playSameTwice(server)
  for (const { got, name, wanted } of looks) expect(got, name).toEqual(wanted)
})
