import fc from "fast-check"
import { expect, test } from "vitest"
import { keptLines } from "../../../src/deploy/build/kept-lines.ts"

test("the end of a log is kept, and no more than twice the limit", () => {
  const property = fc.property(
    fc.array(fc.string()),
    fc.integer({ min: 1, max: 50 }),
    (lines, most) => {
      const kept = keptLines(most)
      for (const line of lines) kept.add(line)
      const whole = lines.join("\n")
      const longest = Math.max(0, ...lines.map(({ length }) => length))
      expect(whole.endsWith(kept.text())).toBe(true)
      expect(kept.text().length).toBeLessThanOrEqual(2 * most + longest)
      if (whole.length < most) expect(kept.text()).toBe(whole)
    },
  )
  fc.assert(property)
})
