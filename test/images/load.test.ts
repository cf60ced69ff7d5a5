import { describe, expect, test } from "vitest"
import { loadImages } from "../../src/inventory/images/load.ts"
import type { SdopsError } from "../../src/errors/sdops-error.ts"
import { makeFleet } from "../inventory/make-fleet.ts"

const least = "prompt: a fox\ncheckpoint: pony\n"

async function problemsOf(text: string, more: Record<string, string> = {}) {
  const root = await makeFleet({ "images/x.yaml": text, ...more })
  return loadImages({ root }, []).then(
    () => [],
    (error: SdopsError) => error.because,
  )
}

describe("a mistake in images/x.yaml is told with its place", () => {
  test.each([
    [
      `${least}size: 830x1215\n`,
      "3:7 size: expected sides that are multiples of 8 from 16 to 16384, " +
        'such as 832x1216; found "830x1215"',
    ],
    [
      `${least}size: 99999x8\n`,
      "3:7 size: expected sides that are multiples of 8 from 16 to 16384, " +
        'such as 16384x16; found "99999x8"',
    ],
    [
      `${least}size: 512\n`,
      "3:7 size: expected a size, such as 832x1216; found the number 512",
    ],
    [
      `${least}size: large\n`,
      '3:7 size: expected a size, such as 832x1216; found "large"',
    ],
    ["prompt: a fox\n", "1:1 checkpoint: missing; expected text"],
    [
      `${least}sampler_name: euler\n`,
      "3:1 sampler_name: unknown key; expected one of",
    ],
    [
      `${least}steps: 0\n`,
      "3:8 steps: expected at least 1; found the number 0",
    ],
    [
      `${least}seed: -1\n`,
      "3:7 seed: expected a whole number from 0 to 184467",
    ],
    [
      `${least}seed: 18446744073709551615\n`,
      "3:7 seed: the number is too large to be exact; put it in quotes",
    ],
    [
      `${least}seed: "18446744073709551616"\n`,
      "3:7 seed: expected a whole number from 0 to 18446744073709551615; found",
    ],
    [
      `${least}loras: [{ strength: 1 }]\n`,
      "3:9 loras.0.name: missing; expected text",
    ],
    [
      "workflow: ../x.json\n",
      "1:11 workflow: expected a file of images/ in API format, such as cat",
    ],
    [
      "workflow: x.json\n",
      "1:11 workflow: images/x.json: can't be read: ENOENT",
    ],
    [
      "workflow: y.json\nprompt: x\n",
      "2:1 prompt: unknown key; expected one of count, expect, parameters, se",
    ],
  ])("%j", async (text, said) => {
    const [problem = "", ...others] = await problemsOf(text)
    expect(problem.slice(0, "images/x.yaml:".length + said.length)).toBe(
      `images/x.yaml:${said}`,
    )
    expect(others).toEqual([])
  })

  test("each of several", async () => {
    const text = "prompt: 1\nsize: 1x1\ncfg: many\n"
    expect(await problemsOf(text)).toHaveLength(4)
  })
})

test("an image that isn't there is told with the nearest", async () => {
  const root = await makeFleet({ "images/fox.yaml": least })
  await expect(loadImages({ root }, ["fix"])).rejects.toMatchObject({
    code: "SDOPS_UNKNOWN_IMAGE",
    message: "unknown image fix; did you mean fox?",
  })
  const empty = await makeFleet({})
  await expect(loadImages({ root: empty }, [])).rejects.toMatchObject({
    code: "SDOPS_NO_IMAGES",
  })
})
