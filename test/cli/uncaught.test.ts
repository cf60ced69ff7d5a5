import { beforeAll, expect, test } from "vitest"
import { built, sdops } from "./sdops.ts"

beforeAll(built, 60_000)

/** Throws, in nobody's name, as soon as sdops would hear of it. */
const stray = `process.on("newListener", (name) => {
  if (name === "uncaughtException")
    setImmediate(() => { throw new Error("nobody waits for this") })
})`
const url = `data:text/javascript,${encodeURIComponent(stray)}`
const environment = { NODE_OPTIONS: `--import=${url}` }

test("an error that nobody waits for is told as a bug", async () => {
  const { exit, stderr } = await sdops(["doctor"], { environment })
  expect(exit).toBe(1)
  expect(stderr).toContain("unexpected error in sdops: nobody waits for this")
  expect(stderr).toContain("SDOPS_BUG")
  // As Node itself ends.
  expect(stderr).not.toMatch(/^Node\.js v/mu)
})

test("with --json, too", async () => {
  const { exit, stdout } = await sdops(["doctor", "--json"], { environment })
  expect(exit).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "SDOPS_BUG" } })
})
