import { expect, test } from "vitest"
import { leastHost, load, problemsOf } from "./make-fleet.ts"

const declared = (secret: string) => ({
  "hosts/x.yaml": `${leastHost}secrets:\n  ${secret}\n`,
})

test("a secret is a reference, its readers and its units", async () => {
  const fleet = await load(
    declared("token: { from: env:TOKEN, mode: '0440', units: [a.service] }"),
  )
  expect(fleet.hosts.get("x")?.secrets).toEqual({
    token: { from: "env:TOKEN", mode: "0440", units: ["a.service"] },
  })
})

test.for([
  ["the value itself", "token: { from: hf_abcdefgh }", "a reference"],
  ["no reference", "token: { owner: root }", "from"],
  ["a mode that YAML reads as a number", "token: { from: env:T, mode: 0400 }"],
  ["a mode with setuid", 'token: { from: env:T, mode: "4755" }'],
  ["a name with a slash", "a/b: { from: env:T }"],
  ["a name that is a path", "..: { from: env:T }"],
  ["a unit that isn't a service", "t: { from: env:T, units: [a.mount] }"],
  ["a unit with a blank", "t: { from: env:T, units: ['a b.service'] }"],
  ["an owner with a colon", "t: { from: env:T, owner: 'a:b' }"],
  ["another key", "t: { from: env:T, path: /x }"],
] as const)("%s is refused at its place", async ([, secret, says = ""]) => {
  const problems = await problemsOf(declared(secret))
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(/^hosts\/x\.yaml:\d+:\d+/)
  expect(problems[0]).toContain(says)
})
