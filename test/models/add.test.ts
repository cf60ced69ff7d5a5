import { describe, expect, test } from "vitest"
import { contentOf, pickles } from "../standins/model-sites/content.ts"
import { commit } from "../standins/model-sites/hugging-face.ts"
import { serve } from "../standins/model-sites/serve.ts"
import { send } from "../standins/model-sites/storage.ts"
import { lora, pickle, sdxl, vae } from "./corpus.ts"
import { hostText, setUp } from "./fleet.ts"
import { token } from "./sites.ts"

const cv = "https://civitai.com"
const hf = "https://huggingface.co"
const secret = { environment: { TOKEN: token } }
const withToken = { token: "env:TOKEN" }

test("a page becomes a declaration; the rest stays to the byte", async () => {
  const { fleet, sites } = await setUp()
  const added = await fleet.add(`${cv}/models/257749/pony?x=1`)
  const url = `${cv}/api/download/models/290640?type=Model&format=SafeTensor&size=full&fp=fp32`
  expect(added).toMatchObject({
    "base-model": "Pony",
    changed: true,
    files: ["hosts/lithium.yaml"],
    licence: expect.stringContaining("credit required"),
    model: {
      file: "checkpoints/ponyDiffusionV6XL_v6.safetensors",
      folder: "checkpoints",
      url,
    },
    sha256: sdxl.sha256,
    size: sdxl.size,
    // SDXL does fit a GTX 1060.
    warnings: [],
  })
  const text = await fleet.read()
  const written = `
        # Pony Diffusion V6 XL, V6 (start with this one), 1.21 kB
        # base model: Pony
        # licence: commercial: Image, RentCivit; credit required; same terms for
        #   derivatives
        # trained words: score_9, score_8_up evil: 1, red
        # https://civitai.com/models/257749?modelVersionId=290640
        ponyDiffusionV6XL_v6:
          format: safetensors
          url: ${url}
          sha256: ${sdxl.sha256}`
  const before = "xkc2zav7"
  expect(text).toBe(hostText.replace(before, `${before}${written}`))
  // Only the beginning was fetched: the site tells the hash.
  expect(sites.storage.requests).toHaveLength(1)

  // Again: nothing changes, by whatever address.
  const again = await fleet.add("urn:air:sdxl:checkpoint:civitai:257749@290640")
  expect(again).toMatchObject({
    changed: false,
    files: [],
    sha256: sdxl.sha256,
  })
  expect(await fleet.read()).toBe(text)
})

describe("each form of address finds its file", () => {
  const resolve = `${hf}/stabilityai/sdxl-vae/resolve`
  const file = "diffusion_pytorch_model.safetensors"
  const pinned = `${resolve}/${commit}/${file}`
  test.each([
    [
      `${cv}/models/257749?modelVersionId=290640`,
      `${cv}/api/download/models/290640?type=Model&format=SafeTensor&size=full&fp=fp32`,
    ],
    [
      `${cv}/api/download/models/290640?size=pruned`,
      `${cv}/api/download/models/290640?type=Model&format=SafeTensor&size=pruned&fp=fp16`,
    ],
    [`${cv}/api/download/models/290001`, `${cv}/api/download/models/290001`],
    ["civitai:328553@368189", `${cv}/api/download/models/368189`],
    [`${resolve}/main/${file}`, pinned],
    [`${hf}/stabilityai/sdxl-vae/blob/v1.0/${file}`, pinned],
    [`${hf}/stabilityai/sdxl-vae/blob/refs%2Fpr%2F1/${file}`, pinned],
    [`${resolve}/${commit}/${file}?download=true`, pinned],
    [`${hf}/stabilityai/sdxl-vae`, pinned],
    // Renamed since.
    [`${hf}/stabilityai/old-vae/resolve/main/${file}`, pinned],
    [
      `${hf}/lllyasviel/nets/tree/main/sub`,
      `${hf}/lllyasviel/nets/resolve/${commit}/sub/vae.safetensors`,
    ],
    [
      `${hf}/datasets/ada/files`,
      `${hf}/datasets/ada/files/resolve/${commit}/loras/ink.safetensors`,
    ],
    [
      "hf://city96/flux-gguf/flux1-Q4.gguf",
      `${hf}/city96/flux-gguf/resolve/${commit}/flux1-Q4.gguf`,
    ],
  ])("%s", async (written, url) => {
    const { fleet } = await setUp()
    const added = await fleet.add(written, withToken, secret)
    expect(added.model.url).toBe(url)
    expect((await fleet.load()).hosts.get("lithium")?.services).toMatchObject({
      comfyui: {
        models: { [added.model.folder]: { [added.model.name]: { url } } },
      },
    })
  })
})

test("names and folders are what site and content say", async () => {
  const { fleet } = await setUp()
  const file = async (url: string, words = {}) =>
    (await fleet.add(url, { ...withToken, ...words }, secret)).model.file
  expect(await file("civitai:328553")).toBe("loras/ink.safetensors")
  expect(await file(`${hf}/stabilityai/sdxl-vae`)).toBe(
    "vae/sdxl-vae.safetensors",
  )
  const gguf = `${hf}/city96/flux-gguf/blob/main/flux1`
  expect(await file(`${gguf}-Q4.gguf`)).toBe("diffusion_models/flux1-Q4.gguf")
  expect(await file(`${gguf}-Q8.gguf`, { folder: "clip", name: "t5" })).toBe(
    "clip/t5.gguf",
  )
  const words = (await fleet.add(`${hf}/stabilityai/sdxl-vae`))["trained-words"]
  expect(words).toEqual(["a photo of sks"])
})

test("a plain URL is downloaded once, hashed, and not kept", async () => {
  const { fleet } = await setUp()
  const faults = { cuts: [], lacks: 0, noRanges: false, noSizes: false }
  await using site = await serve("127.0.0.1", (request, response) => {
    const name = 'attachment; filename="ink v2.safetensors"'
    response.setHeader("content-disposition", name)
    send(request, response, lora, faults)
  })
  const added = await fleet.add(`${site.url}/get?id=3`)
  expect(added).toMatchObject({
    model: { file: "loras/ink v2.safetensors", url: `${site.url}/get?id=3` },
    sha256: lora.sha256,
    size: lora.size,
  })
  expect(fleet.events).toContainEqual(
    expect.objectContaining({ all: lora.size, done: lora.size }),
  )
})

test("a site without hashes is believed nothing: the bytes tell", async () => {
  const { fleet } = await setUp()
  const added = await fleet.add(`${cv}/models/400?modelVersionId=406`)
  expect(added.sha256).toBe(lora.sha256)
})

test("another file of that name is refused, or gives way", async () => {
  const { fleet } = await setUp()
  const words = { folder: "checkpoints", name: "old-one" }
  const page = `${hf}/stabilityai/sdxl-vae`
  const error = await fleet.add(page, words).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: "SDOPS_MODEL_DECLARED",
    help: [
      `sdops models add lithium ${page} --folder checkpoints --name old-one-2`,
      "sdops models list lithium",
    ],
  })
  await fleet.add(page, { ...words, replace: true })
  const text = await fleet.read()
  expect(text).not.toContain("old.safetensors")
  expect(text).toContain(`sha256: ${vae.sha256}`)
  const again = await fleet.add(page, { ...words, replace: true })
  expect(again.changed).toBe(false)
})

test("a file for all hosts is declared once, in the defaults", async () => {
  const { fleet } = await setUp()
  const page = `${hf}/stabilityai/sdxl-vae`
  const added = await fleet.add(page, { hosts: "fleet" })
  expect(added).toMatchObject({
    files: ["hosts/fleet.yaml"],
    hosts: ["lithium"],
  })
  expect(await fleet.read()).toBe(hostText)
  const { hosts } = await fleet.load()
  expect(hosts.get("lithium")?.services.comfyui?.models).toMatchObject({
    checkpoints: { "old-one": {} },
    vae: { "sdxl-vae": {} },
  })
  expect((await fleet.add(page)).changed).toBe(false)
})

test("a hostile name stays a name", async () => {
  const { fleet } = await setUp()
  await using site = await serve("127.0.0.1", (request, response) => {
    response.setHeader("content-disposition", "filename=../../.x.pt")
    const faults = { cuts: [], lacks: 0, noRanges: false, noSizes: false }
    send(request, response, contentOf(pickles.torch), faults)
  })
  const url = `${site.url}/${encodeURIComponent("../..\u202E/x.pt")}`
  const added = await fleet.add(url, { folder: "loras" })
  expect(added.model.file).toBe("loras/-..-x.pt")
  expect(pickle.sha256).toBe(added.sha256)
})
