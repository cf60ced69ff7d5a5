import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { modelsAdopted, modelsPrefetched } from "../../src/models/result.ts"
import { makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { modelSites } from "../models/sites.ts"
import { contentOf, safetensors } from "../standins/model-sites/content.ts"
import { sdops } from "./sdops.ts"

const ink = contentOf(safetensors({ "lora.x": 400 }))
const files = [{ content: ink, name: "other-name.safetensors" }]
const versions = [{ files, id: 2, trainedWords: ["ink"] }]
const models = [{ id: 1, name: "Ink", type: "LORA", versions }]

test("what lies on a host is declared, and not fetched again", async ({
  host,
}) => {
  await using sites = await modelSites({ models }, `${host.lab.net}.1`)
  const mirrors = { civitai: { mirror: sites.civitai.url } }
  await using fleet = await makeFleet([host], {
    fleet: { "model-sites": mirrors },
  })
  const bytes = Buffer.concat([...ink.read(0, ink.size)]).toString("base64")
  await host.exec(`
    mkdir -p /var/lib/comfyui/models
    cd /var/lib/comfyui/models && mkdir -p loras/deep vae
    echo ${bytes} | base64 -d >'loras/my ink.safetensors'
    cp 'loras/my ink.safetensors' loras/deep/x.safetensors
    echo moose >vae/unknown.pt
    touch vae/put_vae_here`)
  const run = async (verb: string) => {
    const words = ["models", verb, host.name, "--json"]
    return JSON.parse((await sdops(fleet, words)).stdout)
  }
  const adopted = modelsAdopted.parse(await run("adopt"))
  expect(adopted.adopted.map(({ file, url }) => [file, url])).toEqual([
    ["loras/my ink.safetensors", "https://civitai.com/api/download/models/2"],
  ])
  expect(adopted.left.map(({ file }) => file)).toEqual([
    "loras/deep/x.safetensors",
    "vae/unknown.pt",
  ])
  const text = await readFile(
    join(fleet.root, "hosts", `${host.name}.yaml`),
    "utf8",
  )
  expect(text).toContain(ink.sha256)
  const again = modelsAdopted.parse(await run("adopt"))
  expect(again.adopted).toEqual([])

  const [put] = modelsPrefetched.parse(await run("prefetch")).hosts
  expect(put?.error).toBeUndefined()
  expect(put?.models).toMatchObject([{ bytes: ink.size, outcome: "local" }])
  expect(sites.storage.requests).toEqual([])
})
