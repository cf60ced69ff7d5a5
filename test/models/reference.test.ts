import { describe, expect, test } from "vitest"
import { readReference } from "../../src/models/read-reference.ts"

const read = (text: string) => readReference(text, {})
const model = (id: number, version?: number) => ({
  is: "civitai-model",
  model: id,
  version,
})
const version = (id: number, wanted = {}) => ({
  is: "civitai-version",
  version: id,
  wanted,
})
const file = (repository: string, path: string, revision = "main") => ({
  is: "hugging-face-file",
  path,
  repository,
  revision,
})
const inside = (repository: string, revision = "main", folder = "") => ({
  folder,
  is: "hugging-face-repository",
  repository,
  revision,
})
const commit = "0123456789abcdef0123456789abcdef01234567"
const cv = "https://civitai.com"
const hf = "https://huggingface.co"

describe("every form of an address is what it means", () => {
  test.each([
    [`${cv}/models/257749`, model(257749)],
    [`${cv}/models/257749/pony-diffusion-v6-xl`, model(257749)],
    [`${cv}/models/257749?modelVersionId=290640`, model(257749, 290640)],
    [
      `${cv}/models/257749/x?modelVersionId=290640&y=1#z`,
      model(257749, 290640),
    ],
    [`${cv}/models/257749/x?MODELVERSIONID=290640`, model(257749, 290640)],
    [`${cv}/en/models/257749`, model(257749)],
    ["civitai.com/models/257749", model(257749)],
    ["  <https://www.civitai.com/models/1/>  ", model(1)],
    ["https://civitai.red/models/1", model(1)],
    ["https://civitai.green/models/1?modelVersionId=2", model(1, 2)],
    ["HTTP://CIVITAI.COM/models/1", model(1)],
    [`${cv}/api/v1/models/1`, model(1)],
    [`${cv}/api/v1/model-versions/2`, version(2)],
    [`${cv}/model-versions/2`, version(2)],
    [`${cv}/api/download/models/290640`, version(290640)],
    [
      `${cv}/api/download/models/2?type=Model&format=SafeTensor&size=pruned&fp=fp16&token=x`,
      version(2, {
        format: "SafeTensor",
        fp: "fp16",
        size: "pruned",
        type: "Model",
      }),
    ],
    ["urn:air:sdxl:checkpoint:civitai:827184@2514310", model(827184, 2514310)],
    ["air:sdxl:lora:civitai:328553@368189", model(328553, 368189)],
    ["civitai:827184@2514310", model(827184, 2514310)],
    ["urn:air:sd1:model:civitai:2421", model(2421)],
    ["urn:air:sdxl:lora:civitai:1@2.safetensors", model(1, 2)],
    [
      "urn:air:model:huggingface:stabilityai/sdxl-vae",
      inside("stabilityai/sdxl-vae"),
    ],
    [`${hf}/a/b`, inside("a/b")],
    [`${hf}/a/b/`, inside("a/b")],
    [`${hf}/a/b/tree/main`, inside("a/b")],
    [`${hf}/a/b/tree/v1.0/vae/fp16`, inside("a/b", "v1.0", "vae/fp16")],
    [`${hf}/a/b/blob/main/x.safetensors`, file("a/b", "x.safetensors")],
    [`${hf}/a/b/raw/main/x.safetensors`, file("a/b", "x.safetensors")],
    [`${hf}/a/b/resolve/main/s/x.pth?download=true`, file("a/b", "s/x.pth")],
    [`${hf}/a/b/resolve/${commit}/x.bin`, file("a/b", "x.bin", commit)],
    [`${hf}/a/b/resolve/x.bin`, file("a/b", "x.bin")],
    [
      `${hf}/a/b/resolve/refs%2Fpr%2F1/x.bin`,
      file("a/b", "x.bin", "refs/pr/1"),
    ],
    [`${hf}/a/b/resolve/refs/pr/1/x.bin`, file("a/b", "x.bin", "refs/pr/1")],
    [`${hf}/a/b/blob/main/a%20b.safetensors`, file("a/b", "a b.safetensors")],
    [`${hf}/datasets/a/b/resolve/main/x.pt`, file("datasets/a/b", "x.pt")],
    ["hf.co/a/b/blob/main/x.pt", file("a/b", "x.pt")],
    ["https://hf-mirror.com/a/b/resolve/main/x.pt", file("a/b", "x.pt")],
    ["hf://a/b/x.pt", file("a/b", "x.pt")],
    ["hf://a/b@v1.0/s/x.pt", file("a/b", "s/x.pt", "v1.0")],
    ["hf://a/b", inside("a/b")],
    [
      "https://github.com/a/b/blob/main/x.pth",
      { is: "file", url: "https://github.com/a/b/raw/main/x.pth" },
    ],
    [
      "https://example.org/a%20b.safetensors#top",
      { is: "file", url: "https://example.org/a%20b.safetensors" },
    ],
    ["http://nas:8000/x.pt", { is: "file", url: "http://nas:8000/x.pt" }],
  ])("%s", (text, is) => {
    expect(read(text)).toEqual(is)
  })
})

describe("what leads to no model says why", () => {
  test.each([
    ["", "empty"],
    ["pony", "neither an http"],
    ["a/b", "neither an http"],
    ["ftp://x.org/a.pt", "neither an http"],
    ["file:///x.pt", "neither an http"],
    ["https://x.org/a b.pt", "neither an http"],
    [`${cv}/`, "no number"],
    [`${cv}/models`, "no number"],
    [`${cv}/images/123`, "page of images"],
    [`${cv}/user/ada/models`, "page of user"],
    [`${cv}/articles/3`, "page of articles"],
    ["urn:air:sdxl:lora:civitai:ink@2", "has numbers"],
    ["urn:air:dalle:model:openai:dalle@2", "AIR names of openai"],
    [`${hf}/`, "no repository"],
    [`${hf}/models`, "no repository"],
    [`${hf}/blog/sdxl`, "no repository"],
    [`${hf}/ada`, "no repository"],
    [`${hf}/a/b/settings`, "no repository"],
    ["https://x.org/a.pt?token=c", "--token"],
    ["https://ada:moose@x.org/a.pt", "--token"],
    ["https://x.org/index.html", "a page of x.org"],
    ["https://github.com/a/b", "a page of GitHub"],
  ])("%s", (text, why) => {
    expect(read(text)).toEqual({
      is: "unfit",
      why: expect.stringContaining(why),
    })
  })
})

test("a mirror's pages are the site's, below its prefix only", () => {
  const sites = { huggingFace: { mirror: "http://nas:81/hf" } }
  const at = (path: string) => readReference(`http://nas:81${path}`, sites)
  expect(at("/hf/a/b/blob/main/x.pt")).toEqual(file("a/b", "x.pt"))
  expect(at("/hfx/a/b/blob/main/x.pt").is).toBe("file")
})
