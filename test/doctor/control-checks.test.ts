import { expect, test } from "vitest"
import { controlChecks } from "../../src/doctor/checks.ts"
import { examine } from "../../src/doctor/examine.ts"
import type { ControlSight } from "../../src/doctor/sight.ts"
import { inventoryHost } from "../deploy/facts.ts"

const host = inventoryHost({})
const keys: ControlSight["keys"] = {
  address: "lithium.lan",
  agent: 0,
  files: [{ file: "/home/ada/.ssh/id", kind: "key", text: "" }],
  pkcs11: false,
}
const well: ControlSight = {
  fleet: { hosts: new Map([["lithium", host]]), root: "/fleet", warnings: [] },
  keys,
  node: "24.1.0",
  openssh: { is: "there", version: "OpenSSH_9.2p1" },
}
const oddity = {
  column: 1,
  file: "hosts/b.yaml",
  line: 1,
  message: "also of a",
  path: "address",
}
const encrypted = { file: "/home/ada/.ssh/id", kind: "encrypted" } as const

test("a machine that is as it should be has good findings only", () => {
  const outcomes = examine(controlChecks, well).map(({ outcome }) => outcome)
  expect(outcomes).toEqual(["ok", "ok", "ok", "ok"])
})

const cases = [
  ["control/node", { node: "22.4.0" }, "bad", "22.4.0"],
  [
    "control/openssh",
    { openssh: { is: "missing" } },
    "bad",
    "ssh is not in PATH",
  ],
  [
    "control/fleet",
    { fleet: { ...well.fleet, warnings: [oddity] } },
    "warn",
    "1 oddity",
  ],
  ["control/keys", { keys: { ...keys, files: [] } }, "bad", "no SSH key"],
  [
    "control/keys",
    { keys: { ...keys, files: [encrypted] } },
    "bad",
    "passphrase",
  ],
] as const

test.for(cases)("%s alone finds %j", ([check, given, outcome, says]) => {
  const findings = examine(controlChecks, { ...well, ...given })
  const wrong = findings.filter(({ outcome }) => outcome !== "ok")
  expect(wrong).toEqual([expect.objectContaining({ check, outcome })])
  expect(wrong[0]?.finding).toContain(says)
})

test("a key of the agent is enough", () => {
  const sight = { ...well, keys: { ...keys, agent: 2, files: [encrypted] } }
  expect(examine(controlChecks, sight).at(-1)?.outcome).toBe("ok")
})

test.each([
  ["control/openssh", { openssh: { is: "late" } }],
  ["control/keys", { keys: { ...keys, agent: undefined, files: [encrypted] } }],
] as const)("%s finds nothing wrong with what is late", (check, given) => {
  const findings = examine(controlChecks, { ...well, ...given })
  const rest = findings.filter(({ outcome }) => outcome !== "ok")
  expect(rest).toMatchObject([{ check, outcome: "skip" }])
})
