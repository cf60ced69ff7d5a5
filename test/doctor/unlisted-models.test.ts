import { expect } from "vitest"
import { unlistedModels } from "../../src/doctor/unlisted-models.ts"
import { test } from "../apps/comfyui-on-hand.ts"
import { localPlace, quickContext } from "../apps/local-place.ts"

function declared(...files: readonly string[]) {
  return files.map((file) => ({ file, folder: file.split("/")[0] ?? "" }))
}

test("models that ComfyUI doesn't list are told, and no others", async ({
  comfyui,
}) => {
  const server = await comfyui()
  await server.model("checkpoints", "pony.safetensors")
  const models = declared(
    "checkpoints/pony.safetensors",
    "checkpoints/gone.safetensors",
    "loras/ink.pt",
    // Custom nodes list these, each in its own way.
    "checkpoints/flux.gguf",
    "moose/antlers.safetensors",
    "ultralytics/bbox/face.pt",
  )
  const place = localPlace(server.port)
  expect(await unlistedModels(models, place, quickContext())).toEqual([
    "checkpoints/gone.safetensors",
    "loras/ink.pt",
  ])
  await server.model("loras", "ink.pt")
  await server.model("checkpoints", "gone.safetensors")
  expect(await unlistedModels(models, place, quickContext())).toEqual([])
})

test("what a server that is gone lists is not judged", async ({ comfyui }) => {
  const { port, stop } = await comfyui()
  await stop()
  const models = declared("checkpoints/pony.safetensors")
  const found = unlistedModels(models, localPlace(port), quickContext())
  expect(await found).toEqual([])
})
