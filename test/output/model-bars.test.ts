import { PassThrough } from "node:stream"
import fc from "fast-check"
import stringWidth from "string-width"
import { expect, test, vi } from "vitest"
import { modelBars } from "../../src/output/model-bars.ts"
import { modelLine, progressLine } from "../../src/output/model-lines.ts"
import { screenOn } from "../../src/output/screen.ts"

const file = "checkpoints/pony-xl-v6.safetensors"
const half = { done: 63e6, event: "progress", file, host: "lithium" } as const

test.each([
  [120, `${file}  [############------------]  50%  63 MB of 126 MB, 10 MB/s`],
  [90, `${file}  [###---]  50%  63 MB of 126 MB, 10 MB/s`],
  [80, `${file}  50%  63 MB of 126 MB, 10 MB/s`],
  [60, `${file}  50%  63 MB of…`],
])("a bar takes the room of %i columns that is left", (columns, line) => {
  const event = { ...half, all: 126e6 }
  const shown = progressLine(event, { bytesPerSecond: 1e7, columns })
  expect(shown).toBe(`lithium: ${line}`)
})

test("no bar is wider than the terminal", () => {
  const texts = fc.string({ unit: "grapheme" })
  fc.assert(
    fc.property(
      texts,
      fc.nat(2e10),
      fc.option(fc.nat(2e10), { nil: undefined }),
      fc.integer({ max: 200, min: 40 }),
      (text, done, all, columns) => {
        const event = { ...half, all, done, file: text }
        const shown = progressLine(event, { bytesPerSecond: 1e6, columns })
        expect(stringWidth(shown)).toBeLessThanOrEqual(columns)
      },
    ),
  )
})

test("a file of unknown size has no bar; at first caches are asked", () => {
  const event = { ...half, all: undefined }
  expect(modelLine(event)).toBe(`lithium: ${file}  63 MB`)
  expect(modelLine({ ...event, done: 0 })).toBe(
    `lithium: ${file}  asking its caches`,
  )
})

test("what is over stays above the bars of what isn't", () => {
  vi.useFakeTimers()
  try {
    const stream = Object.assign(new PassThrough(), {
      columns: 80,
      isTTY: true,
    })
    const { close, emit } = modelBars(screenOn(stream, { colour: false }), true)
    emit({ ...half, all: undefined, done: 0 })
    vi.advanceTimersByTime(500)
    emit({ ...half, all: 126e6 })
    const text = `${file}: fetched`
    emit({ event: "note", file, host: "lithium", text })
    emit({ event: "note", host: "lithium", text: "w ".repeat(60).trimEnd() })
    vi.advanceTimersByTime(500)
    emit({ ...half, all: 126e6, file: "loras/x.pt" })
    close()
    const up = "\u001B[1A\r\u001B[J"
    const bar = "lithium: loras/x.pt  [##########----------]  50%"
    expect(String(stream.read())).toBe(
      [
        `lithium: ${file}  asking its caches\n`,
        `${up}lithium: ${file}  50%  63 MB of 126 MB\n`,
        `${up}lithium: ${file}: fetched\n`,
        `lithium: ${"w ".repeat(60).trimEnd()}\n`,
        `${bar}  63 MB of 126 MB\n`,
        `${up}${bar}  63 MB of 126 MB\n`,
      ].join(""),
    )
  } finally {
    vi.useRealTimers()
  }
})
