import { expect, test } from "vitest"
import { hostsIn, parseWaveSize } from "../../src/rollout/wave-size.ts"

test("a count and a percentage are read", () => {
  expect(parseWaveSize("3")).toEqual({ count: 3 })
  expect(parseWaveSize("25%")).toEqual({ percent: 25 })
  expect(parseWaveSize("100%")).toEqual({ percent: 100 })
})

test.for(["0", "0%", "101%", "-1", "1.5", "", "all", "10 %"])(
  "%j is refused as usage",
  (text) => {
    expect(() => parseWaveSize(text)).toThrow(/count or a percentage/)
  },
)

test("a percentage has at least one host", () => {
  expect(hostsIn({ percent: 1 }, 4)).toBe(1)
  expect(hostsIn({ percent: 50 }, 5)).toBe(3)
  expect(hostsIn({ count: 7 }, 5)).toBe(7)
})
