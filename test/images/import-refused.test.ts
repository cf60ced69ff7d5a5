import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { deflateSync } from "node:zlib"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { importPicture } from "../../src/images/import/import-picture.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { load } from "../inventory/make-fleet.ts"
import { chunk, pngOf, pngWithUnicode } from "./carriers.ts"
import { comfyuiFiles } from "./corpus.ts"
import { python, words } from "./graphs.ts"
import { host, imported } from "./importing.ts"
import { refusedFiles } from "./refused-corpus.ts"

describe("a picture that can't be imported", () => {
  test.each(refusedFiles)("says why: %s", async (_, file, why) => {
    await expect(imported(file)).rejects.toMatchObject({
      code: "SDOPS_PICTURE_REFUSED",
      message: expect.stringMatching(why),
    })
  })

  test("is one whose words would unpack to a gigabyte", async () => {
    const png = pngOf([])
    const bomb = deflateSync(Buffer.alloc(2 ** 26, 0x20), { level: 9 })
    const body = Buffer.concat([Buffer.from("prompt\0\0"), bomb])
    const parts = [png.subarray(0, 33), chunk("zTXt", body), png.subarray(33)]
    await expect(imported(Buffer.concat(parts))).rejects.toMatchObject({
      message: expect.stringMatching(/says nothing/),
    })
  })

  test("never writes what a terminal would act on", async () => {
    const evil = "\u001B]0;gotcha\u0007\u009B2J\u202E"
    const file = pngWithUnicode(
      [
        [
          "parameters",
          `${evil}\nSteps: 3, Sampler: Euler, Seed: 1, Size: 64x64, ` +
            `Model: m${evil}, Odd${" "}thing: ${evil}`,
        ],
      ],
      false,
    )
    const { image, result, root } = await imported(file)
    const text = await readFile(join(root, "images/fox.yaml"), "utf8")
    // oxlint-disable-next-line no-control-regex
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/u)
    expect(JSON.stringify(result)).not.toMatch(/\\u001b|\u202E|\u009B/u)
    expect(image).toMatchObject({ picture: { prompt: evil } })
  })

  test("replaces nothing", async () => {
    const file = pngOf([["prompt", python(words)]])
    const { root } = await imported(file)
    const fleet = await loadFleet({ from: root }, { environment: {} })
    const path = join(root, "picture.png")
    const again = importPicture(fleet, { file: path, name: "fox" })
    await expect(again).rejects.toMatchObject({ code: "SDOPS_IMAGE_EXISTS" })
    const odd = importPicture(fleet, { file: path, name: "../fox" })
    await expect(odd).rejects.toMatchObject({ code: "SDOPS_USAGE" })
  })

  test("is any file, whatever its bytes: it ends in an answer", async () => {
    const bases = comfyuiFiles.map(([, file]) => file)
    const { root } = await load({ "hosts/x.yaml": host })
    const fleet = await loadFleet({ from: root }, { environment: {} })
    let at = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...bases),
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 12 }),
        async (base, changes) => {
          const bytes = Buffer.from(base)
          for (const [place, value] of changes)
            bytes[place % bytes.length] = value
          const file = join(root, "any.png")
          await writeFile(file, bytes)
          const asked = { file, name: `any-${at++}` }
          const ended = await importPicture(fleet, asked).catch(
            (error: { code?: string }) => error.code,
          )
          if (typeof ended === "string")
            expect(ended).toBe("SDOPS_PICTURE_REFUSED")
        },
      ),
      { numRuns: 200 },
    )
  })
})
