import { describe, expect, onTestFinished, test } from "vitest"
import { defaultLimits } from "../../src/limits.ts"
import { askSite } from "../../src/models/http/ask.ts"
import { waitAsked } from "../../src/models/http/patience.ts"
import { Secret } from "../../src/secret.ts"
import { serve } from "../standins/model-sites/serve.ts"

const address = "127.0.0.1"
const notes: string[] = []
const context = {
  limits: { ...defaultLimits, modelSite: 5, sitePatience: 3 },
  note: (text: string) => notes.push(text),
  signal: new AbortController().signal,
}

describe("patience", () => {
  const answering = async (answers: readonly [number, object][]) => {
    const left = [...answers]
    const served = await serve(address, (_, response) => {
      const [status, headers] = left.shift() ?? [200, {}]
      response.writeHead(status, headers as Record<string, string>).end("x")
    })
    onTestFinished(() => served[Symbol.asyncDispose]())
    return served
  }

  test.each([
    ["Retry-After in seconds", 429, { "retry-after": "0" }],
    [
      "Retry-After as a date",
      429,
      { "retry-after": new Date(0).toUTCString() },
    ],
    ["Hugging Face's RateLimit", 429, { ratelimit: '"api";r=0;t=0' }],
    ["503 with Retry-After", 503, { "retry-after": "0" }],
  ])("with %s", async (_, status, headers) => {
    const site = await answering([
      [status, headers],
      [status, headers],
    ])
    const asked = { site: "civitai", url: `${site.url}/x` }
    const { end, response } = await askSite(asked, context)
    end()
    expect(response.status).toBe(200)
    expect(site.requests).toHaveLength(3)
    expect(notes.at(-1)).toMatch(/^civitai asks to wait \d s$/)
  })

  test("ends where the site asks for more than there is", async () => {
    const site = await answering([[429, { "retry-after": "900" }]])
    const asked = { site: "civitai", url: `${site.url}/x` }
    await expect(askSite(asked, context)).rejects.toMatchObject({
      code: "SDOPS_MODEL_RATE_LIMIT",
      help: ["export SDOPS_LIMIT_SITE_PATIENCE=960", "sdops models add --help"],
    })
    expect(site.requests).toHaveLength(1)
  })

  test("ends where a server stays broken", async () => {
    const header = { "retry-after": "0" }
    const site = await answering(
      Array.from({ length: 9 }, () => [500, header] as const),
    )
    const asked = { site: "civitai", url: `${site.url}/x` }
    await expect(askSite(asked, context)).rejects.toMatchObject({
      code: "SDOPS_MODEL_SITE",
    })
    expect(site.requests).toHaveLength(5)
  })

  test.each([
    [{ "retry-after": "7" }, 7],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:30 GMT" }, 20],
    [{ "retry-after": "soon" }, undefined],
    [{ ratelimit: '"resolve";r=0;t=55' }, 55],
    [{ ratelimit: '"resolve";r=12;t=55' }, undefined],
    [{}, undefined],
  ])("%j means %j", (headers, seconds) => {
    expect(waitAsked(new Headers(headers), 10_000)).toBe(seconds)
  })
})

describe("a token", () => {
  test("stays with the origin it is for, whatever redirects", async () => {
    const seen: (string | undefined)[] = []
    await using other = await serve(address, (request, response) => {
      seen.push(request.headers.authorization)
      const location = `${site.url}/back`
      if (request.url === "/away") response.writeHead(302, { location }).end()
      else response.end("x")
    })
    const site = await serve(address, (request, response) => {
      seen.push(request.headers.authorization)
      const to = { "/": "/here", "/here": `${other.url}/away` }
      const location = to[request.url as keyof typeof to]
      if (location) response.writeHead(307, { location }).end()
      else response.end("x")
    })
    onTestFinished(() => site[Symbol.asyncDispose]())
    const token = new Secret("sesame")
    const asked = { site: "s", token, url: `${site.url}/` }
    const { end } = await askSite(asked, context)
    end()
    // Nor does it come back with whoever was elsewhere.
    const own = "Bearer sesame"
    expect(seen).toEqual([own, own, undefined, undefined])
  })

  test.each(["file:///etc/passwd", "javascript:1", "ftp://x/y"])(
    "and nobody is sent to %s",
    async (location) => {
      await using site = await serve(address, (_, response) => {
        response.writeHead(302, { location }).end()
      })
      const asked = { site: "s", url: site.url }
      await expect(askSite(asked, context)).rejects.toMatchObject({
        message: expect.stringContaining("no http or https URL"),
      })
    },
  )

  test("a loop of redirects ends", async () => {
    await using site = await serve(address, (_, response) => {
      response.writeHead(302, { location: "/again" }).end()
    })
    const asked = { site: "s", url: site.url }
    await expect(askSite(asked, context)).rejects.toMatchObject({
      message: expect.stringContaining("redirects more than 10 times"),
    })
  })
})

test("a site that says nothing is given up, in time", async () => {
  await using site = await serve(address, () => {})
  const limits = { ...context.limits, modelSite: 0.05 }
  const asked = { site: "civitai", url: site.url }
  await expect(askSite(asked, { ...context, limits })).rejects.toMatchObject({
    message: expect.stringContaining("no answer in 0.05 s"),
  })
})
