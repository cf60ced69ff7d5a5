import { crc32, deflateSync } from "node:zlib"
import { encode } from "fast-png"
import fc from "fast-check"
import { expect, test } from "vitest"
import { readPng } from "../../src/apps/picture.ts"

const signature = Buffer.from("89504e470d0a1a0a", "hex")

function chunk(kind: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data])
  const whole = Buffer.alloc(body.length + 8)
  whole.writeUInt32BE(data.length)
  body.copy(whole, 4)
  whole.writeUInt32BE(crc32(body), body.length + 4)
  return whole
}

function header(width: number, height: number, depth = 8, colour = 2): Buffer {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width)
  data.writeUInt32BE(height, 4)
  data.set([depth, colour], 8)
  return chunk("IHDR", data)
}

const end = chunk("IEND", Buffer.alloc(0))
const png = (...chunks: Buffer[]) => Buffer.concat([signature, ...chunks, end])
const pixels = (bytes: number) =>
  chunk("IDAT", deflateSync(Buffer.alloc(bytes)))

test("a sound image is read with its text", async () => {
  const data = new Uint8Array(2 * 3 * 4).fill(7)
  const made = encode({ channels: 4, data, depth: 8, height: 3, width: 2 }, {})
  const found = await readPng(Buffer.from(made))
  expect(found).toMatchObject({ channels: 4, height: 3, width: 2 })
  const text = chunk("tEXt", Buffer.from("prompt\0{}"))
  const told = await readPng(png(header(2, 2), text, pixels(14)))
  expect(told?.text).toEqual({ prompt: "{}" })
})

test.each([
  ["more pixels than its header says", png(header(2, 2), pixels(20_000_000))],
  ["fewer", png(header(2, 2), pixels(13))],
  ["a header of a gigabyte", png(header(30_000, 30_000), pixels(100))],
  ["a header of a row without end", png(header(0xffff_ffff, 1), pixels(100))],
  ["no pixel", png(header(0, 5), pixels(0))],
  ["16 bits", png(header(2, 2, 16), pixels(26))],
  ["a palette", png(header(2, 2, 8, 3), pixels(6))],
  ["no header", png(pixels(14))],
  ["no end of a chunk", png(header(2, 2), pixels(14)).subarray(0, -6)],
  ["nothing", Buffer.alloc(0)],
])("an image with %s isn't sound", async (_, bytes) => {
  const before = process.memoryUsage().rss
  expect(await readPng(bytes)).toBeUndefined()
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000)
})

test("what unpacks beside the pixels isn't unpacked", async () => {
  const bomb = deflateSync(Buffer.alloc(100_000_000))
  const profile = Buffer.concat([Buffer.from("x\0\0"), bomb])
  const before = process.memoryUsage().rss
  const bytes = png(header(2, 2), chunk("iCCP", profile), pixels(14))
  expect(await readPng(bytes)).toMatchObject({ height: 2, width: 2 })
  expect(process.memoryUsage().rss - before).toBeLessThan(90_000_000)
})

test("whatever is changed in an image, reading it ends well", async () => {
  const whole = png(header(2, 2), pixels(14))
  const at = fc.nat({ max: whole.length - 1 })
  const change = fc.tuple(at, fc.nat({ max: 255 }))
  await fc.assert(
    fc.asyncProperty(fc.array(change), at, async (changes, cut) => {
      const bytes = Buffer.from(whole.subarray(0, whole.length - (cut % 9)))
      for (const [place, value] of changes)
        if (place < bytes.length) bytes[place] = value
      const found = await readPng(bytes)
      if (found !== undefined) expect(found.width * found.height).toBe(4)
    }),
  )
})
