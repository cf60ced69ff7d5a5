import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { pageOf } from "../../src/inventory/schema/page.ts"
import { secretInUrl, withoutUrlSecrets } from "../../src/secret-in-url.ts"
import { leastHost, problemsOf } from "./make-fleet.ts"
import urls from "./urls.json" with { type: "json" }

const sha256 = `sha256: "${"0".repeat(64)}"`

const withModels = (models: string) =>
  `${leastHost}services: {comfyui: {models: ${models}}}\n`

const cases = urls.cases as [url: string, is: string | null][]

test.each(cases)("the URL of a model: %s", (url, is) => {
  const secret = secretInUrl(url)
  if (is === "secret") expect(secret).toBeDefined()
  else expect(secret).toBeUndefined()
  if (is === "secret") return
  const page = pageOf(url)
  if (is === "fine") expect(page).toBeUndefined()
  else expect(page).toMatchObject({ file: is ?? undefined })
})

test.each(cases.filter(([, is]) => is?.startsWith("https")))(
  "what is told instead of %s is no page itself",
  (_, file) => {
    expect(pageOf(file ?? "")).toBeUndefined()
  },
)

describe("other sites' pages", () => {
  test.each([
    [
      "https://gitlab.com/a/b/-/blob/main/x.pth",
      "https://gitlab.com/a/b/-/raw/main/x.pth",
    ],
    [
      "https://codeberg.org/a/b/src/branch/main/x.pth",
      "https://codeberg.org/a/b/raw/branch/main/x.pth",
    ],
    [
      "https://www.modelscope.cn/models/a/b/file/view/master/x.pth",
      "https://modelscope.cn/models/a/b/resolve/master/x.pth",
    ],
    [
      "https://drive.google.com/file/d/1AbC/view?usp=sharing",
      "https://drive.usercontent.google.com/download?id=1AbC&export=download&confirm=t",
    ],
    [
      "https://www.dropbox.com/s/a/x.pth?dl=0",
      "https://www.dropbox.com/s/a/x.pth?dl=1",
    ],
    ["https://ada.example/models.html", undefined],
  ])("%s", (page, file) => {
    expect(pageOf(page)).toMatchObject({ file })
  })
})

test("no secret of a URL is ever repeated, whatever it is called", async () => {
  const word = fc.stringMatching(/^[a-zA-Z0-9]{1,8}$/)
  const secret = fc.stringMatching(/^zq[A-Za-z0-9]{10}qz$/)
  const name = fc.constantFrom(
    "Token",
    "api_key",
    "APIKEY",
    "sig",
    "X-Amz-Signature",
    "access%5ftoken",
  )
  const url = fc
    .tuple(word, word, secret, name, fc.boolean())
    .map(([host, other, secret, name, login]) => ({
      secret,
      url: login
        ? `https://${other}:${secret}@${host}.lan/x.pth`
        : `https://${host}.lan/x.pth?${other}z=1&${name}=${secret}`,
    }))
  await fc.assert(
    fc.asyncProperty(url, async ({ secret, url }) => {
      expect(withoutUrlSecrets(`a ${url} b`)).not.toContain(secret)
      const model = `{format: pth, ${sha256}, url: "${url}"}`
      const problems = await problemsOf({
        "hosts/fleet.yaml": `caches: [{key: a, url: "${url}"}]\n`,
        "hosts/x.yaml": withModels(`{vae: {a: ${model}}}`),
      })
      expect(problems.length).toBeGreaterThan(1)
      expect(problems.join("\n")).not.toContain(secret)
    }),
    { numRuns: 30 },
  )
})

test.each([
  ["git+ssh://git@github.com/a/b", undefined],
  ["ssh://ada@cache.lan", undefined],
  ["ssh://ada:pw@cache.lan", "a password"],
  ["s3://cache?profile=ada&secret-key=/root/key", undefined],
  ["git+https://ghp_0123@github.com/a/b", "a login"],
  ["git+https://github.com/a/b?ref=main&rev=00ff", undefined],
])("of other kinds of URL: %s", (url, secret) => {
  expect(secretInUrl(url)).toBe(secret)
})

test.each([
  ["x.safetensors", "safetensors", "x"],
  ["x.SafeTensors", "safetensors", "x"],
  ["x.tar.gz", "tar.gz", "x"],
])("a name that has its format already: %s", async (name, format, bare) => {
  const model = `{format: ${format}, ${sha256}, url: "https://x/y"}`
  const text = withModels(`{vae: {${name}: ${model}}}`)
  expect(await problemsOf({ "hosts/x.yaml": text })).toEqual([
    `hosts/x.yaml:3:37 services.comfyui.models.vae.${name}: the name ` +
      `already includes the format; write ${bare}`,
  ])
})

test("civitai's word for the format is told", async () => {
  const model = `{format: SafeTensor, ${sha256}, url: "https://x/y"}`
  const text = withModels(`{vae: {a: ${model}}}`)
  const [problem] = await problemsOf({ "hosts/x.yaml": text })
  expect(problem).toContain("expected the extension safetensors")
})
