import { describe, expect, test } from "vitest"
import { commit } from "../standins/model-sites/hugging-face.ts"
import { serve } from "../standins/model-sites/serve.ts"
import { sdxl } from "./corpus.ts"
import { hostText, setUp } from "./fleet.ts"

const cv = "https://civitai.com"
const hf = "https://huggingface.co"

describe("each mistake is refused by name, and nothing is written", () => {
  test.each([
    [`${cv}/models/999`, "SDOPS_MODEL_MISSING", "no such model"],
    [
      `${cv}/models/257749?modelVersionId=999`,
      "SDOPS_MODEL_MISSING",
      "no such version",
    ],
    [
      `${cv}/models/257749?modelVersionId=368189`,
      "SDOPS_MODEL_SOURCE",
      "is of the model 328553",
    ],
    [`${cv}/models/500`, "SDOPS_MODEL_MISSING", "no version"],
    [`${cv}/models/600`, "SDOPS_MODEL_SOURCE", "taken it down"],
    [
      `${cv}/models/400?modelVersionId=402`,
      "SDOPS_MODEL_SOURCE",
      "on civitai alone",
    ],
    [
      `${cv}/models/400?modelVersionId=405`,
      "SDOPS_MODEL_SOURCE",
      "no model file",
    ],
    [
      `${cv}/models/400?modelVersionId=407`,
      "SDOPS_MODEL_UNFIT",
      "a zip archive",
    ],
    [
      `${cv}/api/download/models/257749`,
      "SDOPS_MODEL_SOURCE",
      "the number of a model",
    ],
    [
      `${cv}/api/download/models/290640?size=tiny`,
      "SDOPS_MODEL_SOURCE",
      "no such file",
    ],
    [
      `${cv}/api/download/models/999999`,
      "SDOPS_MODEL_MISSING",
      "no such version",
    ],
    [
      `${cv}/models/328553`,
      "SDOPS_MODEL_LOGIN",
      "requires you to be logged in",
    ],
    [
      `${cv}/models/400?modelVersionId=401`,
      "SDOPS_MODEL_GATED",
      "early access until 2999-01-02",
    ],
    [`${cv}/images/1`, "SDOPS_MODEL_SOURCE", "page of images"],
    [`${hf}/a/nowhere`, "SDOPS_MODEL_LOGIN", "Invalid username"],
    [`${hf}/ada/secret`, "SDOPS_MODEL_LOGIN", "Invalid username"],
    [`${hf}/black/flux-dev`, "SDOPS_MODEL_LOGIN", "restricted"],
    [
      `${hf}/ada/parts/blob/main/model-00001-of-00002.safetensors`,
      "SDOPS_MODEL_SOURCE",
      "one part",
    ],
    [`${hf}/ada/parts`, "SDOPS_MODEL_SOURCE", "no model file"],
    [`${hf}/city96/flux-gguf`, "SDOPS_MODEL_SOURCE", "2 model files"],
    [
      `${hf}/lllyasviel/nets/blob/main/vae.safetensors`,
      "SDOPS_MODEL_MISSING",
      "no such file",
    ],
    [
      `${hf}/lllyasviel/nets/blob/moose/control.pth`,
      "SDOPS_MODEL_MISSING",
      "no revision moose",
    ],
    [
      `${hf}/lllyasviel/nets/blob/main/README.md`,
      "SDOPS_MODEL_UNFIT",
      "a kind that",
    ],
    [
      `${hf}/lllyasviel/nets/blob/main/control.pth`,
      "SDOPS_MODEL_FOLDER",
      "control.pth",
    ],
    ["pony", "SDOPS_MODEL_SOURCE", "neither"],
    [
      "http://127.0.0.1:2/x.safetensors",
      "SDOPS_MODEL_SITE",
      "connection refused",
    ],
    ["http://models.invalid/x.pt?sig=a", "SDOPS_MODEL_SOURCE", "--token"],
  ])("%s", async (url, code, said) => {
    const { fleet } = await setUp()
    const error = await fleet.add(url).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(said),
    })
    expect(await fleet.read()).toBe(hostText)
  })
})

test("what helps is a command line with the right address", async () => {
  const { fleet } = await setUp()
  const help = async (url: string, words = {}) =>
    fleet.add(url, words).catch((error) => error.help)
  expect(await help(`${cv}/api/download/models/257749`)).toEqual([
    `sdops models add lithium ${cv}/models/257749`,
  ])
  const gguf = `${hf}/city96/flux-gguf`
  expect(await help(gguf, { name: "a b" })).toContain(
    `sdops models add lithium ${gguf}/resolve/main/flux1-Q4.gguf ` +
      "--name 'a b'",
  )
  expect(await help(`${hf}/lllyasviel/nets/blob/main/vae.safetensors`)).toEqual(
    [
      `sdops models add lithium ${hf}/lllyasviel/nets/resolve/${commit}/sub/vae.safetensors`,
    ],
  )
  expect(await help(`${cv}/models/328553`)).toEqual([
    "read -rs CIVITAI_TOKEN && export CIVITAI_TOKEN",
    `sdops models add lithium ${cv}/models/328553`,
  ])
})

describe("what is no model is refused, whatever its address says", () => {
  const cut = Buffer.from([...sdxl.read(0, sdxl.size - 1)][0] ?? [])
  test.each([
    ["a web page", "<!DOCTYPE html><p>no", "the site sent a web page"],
    ["a page with blanks first", "\n\n  <html>", "a web page"],
    ["an error in JSON", '{"error":"no"}', "an answer in JSON"],
    ["XML", "<?xml version='1.0'?><Error/>", "a page (XML)"],
    ["a pointer", "version https://git-lfs.github.com/spec/v1\n", "Git LFS"],
    ["nothing", "", "it is empty"],
    ["a cut file", cut, "it was cut"],
    ["a cut header", cut.subarray(0, 40), "cut within its header"],
    ["too much", Buffer.concat([cut, Buffer.alloc(9)]), "too many bytes"],
    ["a zip", "PK\u0003\u0004", "a zip archive"],
  ])("%s", async (_, body, said) => {
    const { fleet } = await setUp()
    await using site = await serve("127.0.0.1", (_request, response) => {
      response.writeHead(200, { "content-length": Buffer.byteLength(body) })
      response.end(body)
    })
    const error = await fleet
      .add(`${site.url}/x.safetensors`, { folder: "loras" })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: "SDOPS_MODEL_UNFIT",
      message: expect.stringContaining(said),
    })
    expect(await fleet.read()).toBe(hostText)
  })

  test("also where civitai answers a download with a page", async () => {
    const { fleet, sites } = await setUp()
    sites.civitai.faults.page = true
    const error = await fleet
      .add(`${cv}/models/257749`)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "SDOPS_MODEL_UNFIT" })
  })
})
