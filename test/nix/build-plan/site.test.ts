import { expect, test } from "vitest"
import { offersIn, priorityOf } from "../../../src/nix/build-plan/said.ts"
import { siteOf } from "../../../src/nix/build-plan/site.ts"
import { countsBy } from "../../../src/nix/cache/coverage.ts"

const ours = `substituters = https://own http://ours
trusted-public-keys = own-1:a ours-1:b
require-sigs = true
`
const own = (more = "") => `substituters = https://own
trusted-public-keys = own-1:a
require-sigs = true
${more}`

test("who is trusted adds caches and keys", () => {
  expect(siteOf(ours, undefined)).toEqual({
    always: false,
    builds: true,
    caches: ["https://own", "http://ours"],
    ignored: [],
    keys: ["own-1:a", "ours-1:b"],
    ownBuilders: false,
    requireSigs: true,
    systems: [],
  })
})

test("who isn't trusted adds neither", () => {
  expect(siteOf(ours, own())).toMatchObject({
    caches: ["https://own"],
    ignored: ["http://ours"],
    keys: ["own-1:a"],
  })
})

test("anybody may add a cache that the machine says anybody may", () => {
  const open = own("trusted-substituters = http://ours/")
  expect(siteOf(ours, open)).toMatchObject({
    caches: ["https://own", "http://ours"],
    ignored: [],
    keys: ["own-1:a"],
  })
})

test.each([
  ["substitute = false", { caches: [] }],
  ["always-allow-substitutes = true", { always: true }],
  ["require-sigs = false", { requireSigs: false }],
])("%s counts", (line, wanted) => {
  const [name = ""] = line.split(" = ")
  const kept = ours.replace(new RegExp(`^${name} = .*\n`, "m"), "")
  expect(siteOf(`${kept}${line}\n`, undefined)).toMatchObject(wanted)
})

test.each([
  ["http://a", undefined, 50],
  ["http://a", 30, 30],
  ["http://a?priority=10", 30, 10],
  ["http://a?x=1&priority=0", undefined, 0],
])("the priority of %s that says %s is %i", (url, told, priority) => {
  expect(priorityOf(url, told)).toBe(priority)
})

const path = `/nix/store/${"a".repeat(32)}-torch`
const info = {
  downloadSize: 1,
  narHash: undefined,
  narSize: 1,
  path,
  references: [],
  signatures: [],
}
const said = (url: string, priority: number, has: boolean | undefined) => ({
  answers: new Map(
    has === undefined ? [] : [[path, has ? info : undefined] as const],
  ),
  others: [],
  priority,
  problem: undefined,
  url,
})
const lax = countsBy({ keys: [], requireSigs: false })

test("the first by priority that has it gives it", () => {
  const all = [said("http://b", 40, true), said("http://a", 30, true)]
  expect(offersIn(all, lax)(path)).toMatchObject({ cache: "http://a" })
})

test("who hasn't been asked, or has failed, decides nothing", () => {
  const unasked = [said("http://a", 30, true), said("http://b", 40, undefined)]
  expect(offersIn(unasked, lax)(path)).toBeUndefined()
  const failed = { ...said("http://a", 30, true), problem: "HTTP 500" }
  expect(offersIn([failed, said("http://b", 40, false)], lax)(path)).toBe(
    "none",
  )
  expect(offersIn([failed], lax)(path)).toBe("none")
})

test("what nobody trusted has signed is offered by nobody", () => {
  const strict = countsBy({ keys: ["own-1:a"], requireSigs: true })
  expect(offersIn([said("http://a", 30, true)], strict)(path)).toBe("none")
  const told = [said("http://a?trusted=true", 30, true)]
  expect(offersIn(told, strict)(path)).toMatchObject({ cache: told[0]?.url })
})
