import { glob, readFile } from "node:fs/promises"
import { join } from "node:path"
import { PassThrough } from "node:stream"
import { describe, expect, test, vi } from "vitest"
import { themeFor } from "../../src/output/theme.ts"
import { root } from "../cli/sdops.ts"

type Rgb = readonly [red: number, green: number, blue: number]

/**
 * What terminals paint for the colours of SGR that sdops prints. Source: the
 * programs' defaults, as en.wikipedia.org/wiki/ANSI_escape_code lists them;
 * those of Windows Console are from memory.
 */
const terminals: Readonly<Record<string, Readonly<Record<number, Rgb>>>> = {
  PuTTY: {
    31: [187, 0, 0],
    32: [0, 187, 0],
    33: [187, 187, 0],
    35: [187, 0, 187],
    36: [0, 187, 187],
    94: [85, 85, 255],
  },
  VGA: {
    31: [170, 0, 0],
    32: [0, 170, 0],
    33: [170, 85, 0],
    35: [170, 0, 170],
    36: [0, 170, 170],
    94: [85, 85, 255],
  },
  "Windows Console": {
    31: [197, 15, 31],
    32: [19, 161, 14],
    33: [193, 156, 0],
    35: [136, 23, 152],
    36: [58, 150, 221],
    94: [59, 120, 255],
  },
  xterm: {
    31: [205, 0, 0],
    32: [0, 205, 0],
    33: [205, 205, 0],
    35: [205, 0, 205],
    36: [0, 205, 205],
    94: [92, 92, 255],
  },
}

/** Black and white, which nobody sees on their own; plain blue on black. */
const unseen = [30, 34, 37, 90, 93, 97]

/** What a theme prints around a text, with colour forced. */
function printed(): readonly string[] {
  const screen = { getColorDepth: () => 4, isTTY: true }
  const stream = Object.assign(new PassThrough(), screen)
  const theme = themeFor(stream, { colour: true })
  const { bad, dim, good, hues, strong, warn } = theme
  return [bad, dim, good, strong, warn, ...hues].map((paint) => paint("x"))
}

/** Parameters of every SGR sequence of a text. */
function parametersOf(text: string): readonly number[] {
  // oxlint-disable-next-line no-control-regex
  return [...text.matchAll(/\u001B\[([\d;]*)m/g)].flatMap(([, all = ""]) =>
    all.split(";").map(Number),
  )
}

vi.stubEnv("FORCE_COLOR", "1")
const used = [...new Set(printed().flatMap(parametersOf))]
const colours = used.filter((one) => one >= 30 && one !== 39)

test("only the terminal's own 16 colours are printed", () => {
  expect(colours.length).toBeGreaterThan(4)
  const own = (one: number) =>
    (one >= 30 && one <= 37) || (one >= 90 && one <= 97)
  expect(colours.filter((one) => !own(one))).toEqual([])
})

test("no colour is one that a light or a dark screen swallows", () => {
  expect(colours.filter((one) => unseen.includes(one))).toEqual([])
})

test("yellow, which white swallows, is a sign's and no text's", async () => {
  const files = await Array.fromAsync(glob("src/output/**/*.ts", { cwd: root }))
  const painted = files.map(async (file) => {
    const text = await readFile(join(root, file), "utf8")
    const uses = text.matchAll(/(?:theme\.warn|(?<![\w.])warn\().*$/gmu)
    return [...uses].map(([use]) => [file, use])
  })
  const found = (await Promise.all(painted)).flat()
  expect(found.length).toBeGreaterThan(5)
  const sign = /^(?:theme\.)?warn\((?:theme\.)?signs\.warn\)/
  expect(found.filter(([, use = ""]) => !sign.test(use))).toEqual([])
})

describe.each(Object.entries(terminals))("on %s", (_, palette) => {
  test.each(colours)(
    "colour %d stands out from black and from white",
    (one) => {
      const colour = palette[one]
      if (colour === undefined) throw new Error(`no value of colour ${one}`)
      const contrasts = [
        contrast(colour, [0, 0, 0]),
        contrast(colour, [255, 255, 255]),
      ]
      // Yellow on white is the least; plain blue on black has 1.6 with VGA.
      expect(Math.min(...contrasts)).toBeGreaterThan(1.65)
    },
  )
})

/** Source: WCAG 2.2, "contrast ratio". */
function contrast(one: Rgb, other: Rgb): number {
  const [low = 0, high = 0] = [brightness(one), brightness(other)].toSorted(
    (a, b) => a - b,
  )
  return (high + 0.05) / (low + 0.05)
}

function brightness([red, green, blue]: Rgb): number {
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((value) => {
    const part = value / 255
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
