import { expect, test } from "vitest"
import { approachChecks } from "../../src/doctor/checks.ts"
import { examine } from "../../src/doctor/examine.ts"
import { stopOf } from "../../src/doctor/hop.ts"
import { fail } from "../../src/errors/fail.ts"
import { inventoryHost } from "../deploy/facts.ts"

const host = inventoryHost({ hostKey: "ssh-ed25519 AAAA", user: "ops" })
const at = { address: "lithium.lan", login: "ops@lithium.lan", port: 22 }
const who = { host: "lithium", login: "ops@lithium.lan", user: "ops" }

const cases = [
  ["ssh-config", fail("sshConfig", { address: "lithium.lan" })],
  ["dns", fail("unreachable", { ...at, reason: "the name does not resolve" })],
  ["port", fail("unreachable", { ...at, reason: "connection refused" })],
  [
    "host-key",
    fail("wrongHostKey", {
      ...at,
      expected: ["SHA256:a"],
      offered: "SHA256:b",
    }),
  ],
  [
    "host-key",
    fail("unknownHostKey", { ...at, fingerprint: "SHA256:b", key: "k" }),
  ],
  ["authentication", fail("authentication", { ...at, user: "ops" })],
  ["authentication", fail("encryptedKey", { files: ["id_ed25519"] })],
  ["elevation", fail("noElevation", { ...who, password: "unsaid" })],
  ["elevation", fail("noShell", who)],
  ["probe", fail("hostScript", { during: "the probe", ended: "exit 2" })],
] as const

test.for(cases)("reach/%s ends the way by %s", ([hop, error]) => {
  const approach = { host, stop: stopOf(error) }
  const way = examine(approachChecks, approach).filter(({ check }) =>
    check.startsWith("reach/"),
  )
  const at = way.findIndex(({ outcome }) => outcome === "bad")
  expect(way[at]).toMatchObject({ check: `reach/${hop}`, code: error.code })
  expect(way[at]?.cure.join("\n")).not.toContain("HOST")
  const outcomes = way.map(({ outcome }) => outcome)
  expect(new Set(outcomes.slice(0, at))).toEqual(new Set(at > 0 ? ["ok"] : []))
  expect(outcomes.slice(at + 1).every((one) => one === "skip")).toBe(true)
})

test.each([
  fail("connectionLost", { after: 3, during: "the probe" }),
  fail("tooMuchOutput", { ...who, during: "the probe", most: 32 }),
])("elevation isn't claimed where nobody answered: $code", (error) => {
  const way = examine(approachChecks, { host, stop: stopOf(error) })
  const outcomeOf = (id: string) =>
    way.find(({ check }) => check === `reach/${id}`)?.outcome
  expect(outcomeOf("authentication")).toBe("ok")
  expect(outcomeOf("elevation")).toBe("skip")
  expect(outcomeOf("probe")).toBe("bad")
})

test("a host that was reached has gone every hop", () => {
  const way = examine(approachChecks, { host, stop: undefined })
  expect(way.map(({ outcome }) => outcome)).toEqual(way.map(() => "ok"))
})

test("without its sudo password nothing was tried", () => {
  const stop = stopOf(fail("secretMissing", { reference: "env:X" }))
  const way = examine(approachChecks, { host, stop })
  const found = way.map(({ check, outcome }) => `${check} ${outcome}`)
  expect(found).toContain("reach/port skip")
  expect(found).toContain("reach/elevation bad")
})

test("a host without pinned key or modules is incomplete", () => {
  const bare = inventoryHost({ modules: [] })
  const way = examine(approachChecks, { host: bare, stop: undefined })
  const wrong = way.filter(({ outcome }) => outcome === "bad")
  expect(wrong.map(({ check }) => check)).toEqual(["inventory/complete"])
  expect(wrong[0]?.cure[0]).toBe("sdops hosts add lithium")
  expect(wrong[0]?.cure[1]).toContain("ssh-keyscan")
})
