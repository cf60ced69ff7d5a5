import { join } from "node:path"
import { importPicture } from "../../src/images/import/import-picture.ts"
import { loadImages } from "../../src/inventory/images/load.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { makeFleet } from "../inventory/make-fleet.ts"
import { offers } from "./declarations.ts"

/** A checkpoint of a hash that pictures name, and others of a name. */
export const host = [
  "address: x.lan",
  "gpu: { vendor: none }",
  "services:",
  "  comfyui:",
  "    models:",
  "      checkpoints:",
  "        pony-xl-v6:",
  "          format: safetensors",
  "          url: https://civitai.com/api/download/models/290640",
  `          sha256: "67ab2fd8ec${"0".repeat(54)}"`,
  "      loras:",
  ...["detail", "styles"].flatMap((name) => [
    `        ${name}:`,
    "          format: safetensors",
    `          url: https://civitai.com/api/download/models/${
      name === "styles" ? 398_292 : 1
    }`,
    `          sha256: "${"1".repeat(64)}"`,
  ]),
  "      vae:",
  "        sdxl-fp16-fix:",
  "          format: safetensors",
  "          url: https://example.org/vae",
  `          sha256: "${"2".repeat(64)}"`,
].join("\n")

/** Imports a file into a fleet of its own. */
export async function imported(file: Buffer, name = "fox") {
  const root = await makeFleet({ "hosts/x.yaml": host, "picture.png": file })
  const fleet = await loadFleet({ from: root }, { environment: {} })
  const path = join(root, "picture.png")
  const result = await importPicture(fleet, { file: path, name })
  const [image] = await loadImages(fleet, [name])
  if (image === undefined) throw new Error("no image")
  return { image, result, root }
}

/** What a server of these tests lists. */
export const everything = {
  ...offers,
  schedulers: [...offers.schedulers, "ddim_uniform", "exponential"],
  samplers: [...offers.samplers, "dpmpp_sde"],
}
