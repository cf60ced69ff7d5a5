import { describe, expect, test } from "vitest"
import { fail } from "../../src/errors/fail.ts"
import { pickles } from "../standins/model-sites/content.ts"
import { serve } from "../standins/model-sites/serve.ts"

import { hostText, setUp } from "./fleet.ts"
import { token } from "./sites.ts"

const cv = "https://civitai.com"
const hf = "https://huggingface.co"
const secret = { environment: { TOKEN: token } }
const withToken = { token: "env:TOKEN" }

describe("a token", () => {
  test("opens what wants a login, and reaches nobody else", async () => {
    const { fleet, sites } = await setUp()
    const pages = [`${cv}/models/328553`, `${hf}/black/flux-dev`]
    for (const page of [...pages, `${hf}/ada/secret`]) {
      const added = await fleet.add(page, withToken, secret)
      expect(added.changed).toBe(true)
      expect(JSON.stringify([added, fleet.events])).not.toContain(token)
    }
    expect(await fleet.read()).not.toContain(token)
    expect(sites.storage.requests.length).toBeGreaterThanOrEqual(3)
    expect(sites.storage.leaks).toEqual([])
  })

  test("of the environment isn't sent to a mirror unasked", async () => {
    const { fleet } = await setUp()
    const environment = { CIVITAI_TOKEN: token, HF_TOKEN: token }
    const error = await fleet
      .add(`${cv}/models/328553`, {}, { environment })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "SDOPS_MODEL_LOGIN" })
  })

  test("that the site rejects is told, and not shown", async () => {
    const { fleet } = await setUp()
    const wrong = { environment: { TOKEN: "moose-moose-moose" } }
    const error: Error = await fleet
      .add(`${cv}/models/328553`, withToken, wrong)
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code: "SDOPS_MODEL_LOGIN" })
    expect(JSON.stringify(error) + error.message).not.toContain("moose")
  })

  test("without accepted terms leads to the page with them", async () => {
    const { fleet } = await setUp({ accepted: false })
    const error = await fleet
      .add(`${hf}/black/flux-dev`, withToken, secret)
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: "SDOPS_MODEL_GATED",
      message: expect.stringContaining(`open ${hf}/black/flux-dev`),
    })
  })

  test("itself on the command line is refused, unread", async () => {
    const { fleet, sites } = await setUp()
    const error: Error = await fleet
      .add(`${cv}/models/328553`, { token })
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ code: "SDOPS_USAGE" })
    expect(error.message).not.toContain(token)
    expect(sites.civitai.requests).toEqual([])
  })
})

describe("a pickle", () => {
  const page = `${cv}/models/400?modelVersionId=403`
  test("is a question that names its kind", async () => {
    const { fleet } = await setUp()
    const added = await fleet.add(page)
    expect(added).toMatchObject({
      model: { file: "loras/old.ckpt" },
      pickle: "torch 1.6 or newer",
    })
    expect(fleet.questions).toEqual([
      {
        flag: "--allow-pickle",
        host: "lithium",
        text: expect.stringContaining("it is a pickle (torch 1.6 or newer)"),
      },
    ])
  })

  test("is refused where nobody says yes, and nothing is written", async () => {
    const { fleet } = await setUp()
    const confirm = async () => {
      throw fail("needsYes", {
        again: "",
        flag: "--allow-pickle",
        question: "",
      })
    }
    const error = await fleet
      .add(page, {}, { confirm })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: "SDOPS_NEEDS_YES" })
    expect(await fleet.read()).toBe(hostText)
  })

  test("so is what the site's own scan warns of", async () => {
    const { fleet } = await setUp()
    await fleet.add(`${cv}/models/400?modelVersionId=404`)
    expect(fleet.questions[0]?.text).toContain("virus scan found a danger")
  })

  test("by another name is refused whatever is said", async () => {
    const { fleet } = await setUp()
    await using site = await serve("127.0.0.1", (_, response) => {
      response.end(pickles.legacyTorch)
    })
    const error = await fleet
      .add(`${site.url}/x.safetensors`, { folder: "loras" })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: "SDOPS_MODEL_UNFIT",
      message: expect.stringContaining("is a pickle (torch before 1.6)"),
    })
  })
})
