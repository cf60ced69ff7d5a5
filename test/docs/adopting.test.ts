import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { differenceIds } from "../../src/deploy/first/difference.ts"

const page = join(import.meta.dirname, "..", "..", "docs", "adopting.md")
const text = readFileSync(page, "utf8")

test("the page names each thing that --accept takes", () => {
  const rows = text.matchAll(/^\| `([a-z-]+)` +\|/gm)
  const names = [...rows].map(([, name]) => name)
  expect(names.toSorted()).toEqual([...differenceIds])
})
