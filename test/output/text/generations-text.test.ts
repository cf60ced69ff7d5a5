import { expect, test } from "vitest"
import type { GenerationsResult } from "../../../src/fleet/generations/result.ts"
import { themeFor } from "../../../src/output/theme.ts"
import { generationsText } from "../../../src/output/text/on-host/generations-text.ts"

const result: GenerationsResult = {
  "exit-code": 0,
  hosts: [
    {
      generations: [
        {
          apps: ["comfyui"],
          driver: "580.173.02",
          generation: 2,
          made: "2026-11-28T20:27:16.000Z",
          nixos: "26.05.20261101.6b0b8e3",
          toplevel: "/nix/store/x",
          uses: ["boot-default", "current"],
          who: "ada@mac",
        },
        {
          generation: 1,
          made: "2026-11-28T19:19:00.000Z",
          toplevel: "/nix/store/y",
          uses: [],
        },
      ],
      host: "lithium",
    },
  ],
}

test("each generation is a line, at 80 columns too", () => {
  const theme = themeFor(process.stderr, { colour: false })
  const at = (columns: number) => generationsText(result, theme, columns)
  const narrow = at(80).split("\n")
  expect(narrow).toHaveLength(4)
  expect(narrow.filter((line) => line.length > 80)).toEqual([])
  expect(narrow[2]).toMatch(/^\* +2, boots next .* 26\.05 +580.173.02 +comfyui/)
  expect(narrow[3]).toContain("not by sdops")
  expect(at(120)).toContain("26.05.20261101.6b0b8e3")
})
