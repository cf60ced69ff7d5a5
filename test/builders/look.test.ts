import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { sightOf } from "../../src/builders/look.ts"
import { defaultLimits } from "../../src/limits.ts"
import { aMachine, key } from "./a-machine.ts"

const recorded = (name: string) =>
  readFileSync(new URL(`../fixtures/nix/${name}`, import.meta.url), "utf8")

function look(exit: number, stderr: string, more: object = {}) {
  const usual = { exit, greeting: "", info: "", key, name: "neon", stderr }
  const answer = { ...usual, ...more }
  const at = { host: "lithium", limits: defaultLimits }
  return sightOf(aMachine({ user: "build" }), answer, at)
}

describe.each(["2.26.3", "2.34.8"])("the words of Nix %s", (version) => {
  test.each([
    ["ssh-auth-fail", "SDOPS_BUILDER_LOGIN"],
    ["ssh-hostkey-changed", "SDOPS_BUILDER_HOST_KEY"],
    ["ssh-hostkey-unknown", "SDOPS_BUILDER_HOST_KEY"],
    ["ssh-unknown-name", "SDOPS_BUILDER_UNREACHABLE"],
    ["target-no-nix", "SDOPS_BUILDER_UNFIT"],
    ["target-unreachable", "SDOPS_BUILDER_UNREACHABLE"],
  ])("%s are %s", (name, code) => {
    const { error } = look(1, recorded(`${name}.${version}.stderr`))
    expect(error?.code).toBe(code)
    expect(error?.evidence).not.toEqual([])
  })

  test("a refused connection is told in ssh's own", () => {
    const text = recorded(`target-unreachable.${version}.stderr`)
    expect(look(1, text).error?.message).toContain("Connection refused")
  })
})

test("silence is told with its seconds", () => {
  expect(look(124, "").error?.message).toContain("no answer within 20 s")
})

test.each([
  ["Welcome to neon\n", "Welcome to neon"],
  ["\u001b]11;#222\u0007\u001b[1mneon\u001b[0m, up 3 days", "neon, up 3 days"],
  [`\n${"x".repeat(500)}`, "x".repeat(80)],
])("a login shell that prints %j is named, no protocol", (greeting, shown) => {
  const stderr = `error: protocol mismatch, got '${greeting}\noixd\u0000\u0001'`
  const { error } = look(1, stderr, { greeting })
  expect(error).toMatchObject({ code: "SDOPS_BUILDER_GREETS" })
  expect(error?.message).toContain(
    `build's login shell on neon prints \`${shown}\``,
  )
  expect(JSON.stringify(error)).not.toContain("oixd")
  expect(error?.help[0]).toMatch(/^ssh build@neon\.lan true /)
})

test("bytes of a protocol are never the reason", () => {
  const stderr = "error: protocol mismatch, got 'Hi\u0000\u0000oixd'\noixd"
  const { error } = look(1, stderr)
  expect(error?.message).toContain("the answer is not Nix's protocol")
})

test("a key that the host lacks is told as such", () => {
  const text = recorded("ssh-auth-fail.2.26.3.stderr")
  const { error } = look(1, text, { key: undefined })
  expect(error?.code).toBe("SDOPS_BUILDER_IDENTITY")
})

test.each([
  ['{"trusted":1,"version":"2.26.3"}', undefined],
  ['{"trusted":true}', undefined],
  ["{}", undefined],
  ["", undefined],
  ['{"trusted":0}', "SDOPS_BUILDER_UNFIT"],
  ['{"trusted":false}', "SDOPS_BUILDER_UNFIT"],
])("the answer %s is judged", (info, code) => {
  expect(look(0, "", { info }).error?.code).toBe(code)
})

test("the line to authorise lets the host build and nothing else", () => {
  const { error } = look(1, recorded("ssh-auth-fail.2.26.3.stderr"))
  expect(error?.help[0]).toContain(
    `restrict,command="nix-daemon --stdio" ${key}`,
  )
  expect(error?.help[0]).toContain("ssh build@neon.lan tee -a")
})
