import { expect, test } from "vitest"
import { sourcesText } from "../../../src/output/text/sources-text.ts"

const built = (name: string, on: string, heavy = false) => ({
  derivation: `/nix/store/x-${name}.drv`,
  heavy,
  name,
  on,
})
const fetched = (from: string) => ({ from, name: "x", path: "/nix/store/x" })

test("machines and caches are counted, and what is heavy is named", () => {
  const lines = sourcesText({
    built: [
      built("etc", "host"),
      built("torch-2.9.1", "neon", true),
      built("unit", "host"),
      built("magma-2.9.0", "neon", true),
    ],
    fetched: [
      fetched("https://cache.example.org"),
      fetched("https://cache.example.org"),
      fetched("file:///srv/cache"),
    ],
  })
  expect(lines).toEqual([
    "built    2 here",
    "         2 on neon: torch-2.9.1, magma-2.9.0",
    "fetched  1 from file:///srv/cache",
    "         2 from cache.example.org",
  ])
})

test("nothing new is no line", () => {
  expect(sourcesText({ built: [], fetched: [] })).toEqual([])
})
