import { PassThrough } from "node:stream"
import fc from "fast-check"
import { expect, test } from "vitest"
import { sayFailure } from "../../src/output/text/say-failure.ts"
import { forgive, screenOn } from "../../src/output/screen.ts"
import { table } from "../../src/output/table.ts"

function shown(isTTY: boolean) {
  const stream = Object.assign(new PassThrough(), {
    getColorDepth: () => 8,
    isTTY,
  })
  const screen = screenOn(stream, { colour: true })
  return { screen, text: () => String(stream.read() ?? "") }
}

const evil = [
  "\u001B]52;c;cm0gLXJm\u0007",
  "\u001B[31mred",
  "\u001B[8mhidden",
  "\u001B[2J\u001B[1;1H",
  "\u009B31m",
  "\u001B]0;unfinished",
  "\u001BPq",
  "100%\rno",
  "\u202Egnp.exe",
  "zero\u200Bwidth",
  "\u0008\u0007",
]
/** All that may be on a terminal: text, tab, line end, our own colours. */
const sound = /^(?:[^\p{Cc}\p{Cf}]|[\t\n]|\u001B\[\d{1,2}m)*$/u

test.each(evil)("%j of anybody never reaches a terminal", (text) => {
  const { screen, text: written } = shown(true)
  const { theme } = screen
  const failure = {
    because: [text],
    code: text,
    evidence: [text],
    help: [text],
    host: text,
    message: text,
    stage: text,
  }
  screen.print(sayFailure(failure, theme, 80))
  screen.print(table([[theme.bad(text), theme.dim(text)]]))
  const all = written()
  expect(all).toMatch(sound)
  expect(all).not.toMatch(/\u001B\[(?:8|1;1)/)
  expect(all).toContain("\u001B[31m✗\u001B[39m")
})

test("nor does a colour that somebody else names", () => {
  const { screen, text } = shown(true)
  screen.print("\u001B[31;1234;1234;1234mred\u001B[39m")
  expect(text()).toBe("red\n")
})

test("without a terminal there is no colour at all", () => {
  const { screen, text } = shown(false)
  const { bad, strong } = screen.theme
  screen.print(bad(`${strong("a")} \u001B[31mb`))
  expect(text()).toBe("a b\n")
})

const special = fc.constantFrom(
  ..."[]31;m",
  "\u001B",
  "\u0007",
  "\u009B",
  "\u202E",
)
/** Cheaper than strings of any kind. */
const anything = fc
  .integer({ max: 0xffff, min: 1 })
  .filter((unit) => unit < 0xd800 || unit > 0xdfff)
  .map((unit) => String.fromCharCode(unit))

test("whatever is printed, in whatever colour, is sound", () => {
  const piece = fc.oneof(special, anything)
  const { screen, text } = shown(true)
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      screen.print(pieces.join(screen.theme.good("x")))
      expect(text()).toMatch(sound)
    }),
  )
})

test("JSON is the same data, and nothing that a terminal acts on", () => {
  const { screen, text } = shown(true)
  fc.assert(
    fc.property(fc.array(fc.oneof(special, anything)), (data) => {
      screen.json({ data, [data.join("")]: 1 }, 2)
      const written = text()
      expect(written).toMatch(/^(?:[^\p{Cc}\p{Cf}]|\n)*$/u)
      expect(JSON.parse(written)).toEqual({ data, [data.join("")]: 1 })
    }),
  )
})

test("a reader that is gone ends nothing", async () => {
  const stream = new PassThrough()
  forgive([stream])
  const screen = screenOn(stream, { colour: false })
  stream.destroy(new Error("write EPIPE"))
  await new Promise((resolve) => stream.once("close", resolve))
  screen.print("more")
  screen.json({})
})

test("what is drawn replaces what was drawn before, and is as high", () => {
  const stream = Object.assign(new PassThrough(), {
    getColorDepth: () => 8,
    isTTY: true,
    rows: 4,
  })
  const screen = screenOn(stream, { colour: true })
  screen.draw("one\ntwo\u001B[2J")
  screen.draw("three\n4\n5\n6\n7")
  expect(String(stream.read())).toBe(
    "one\ntwo\n\u001B[2A\r\u001B[Jthree\n4\n… and 3 lines more\n",
  )
})
