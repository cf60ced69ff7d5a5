import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { judgeProbe } from "../../src/builders/judge-probe.ts"
import { aMachine } from "./a-machine.ts"

const at = { host: "lithium", seconds: 60 }
const probe = { features: ["cuda"], key: "s0f0", system: "x86_64-linux" }
// As recorded: the builder is called builder1 there, without a user.
const drv = "/nix/store/nbd4fdyx0y7zjzmha19sciyifbx3jha0-sdops-probe.drv"

function began(machine: string): string {
  const start = { action: "start", fields: [drv, machine, 1, 1], id: 1 }
  return `@nix ${JSON.stringify({ ...start, parent: 0, type: 105 })}`
}

const judge = (exit: number, stderr: string) =>
  judgeProbe(aMachine({ features: ["cuda"] }), { exit, probe, stderr }, at)

describe.each(["2.26.3", "2.34.8"])("a builder of Nix %s", (version) => {
  const name = `remote-feature-not-on-builder-json.${version}.stderr`
  const file = new URL(`../fixtures/nix/${name}`, import.meta.url)

  test("that lacks a feature is told which", () => {
    const error = judge(1, readFileSync(file, "utf8"))
    expect(error?.message).toContain("its Nix doesn't offer cuda")
    expect(error?.help.join()).toContain('"cuda"')
  })
})

test("a build counts when Nix says that the builder did it", () => {
  expect(judge(0, began("ssh-ng://root@neon.lan"))).toBeUndefined()
  expect(judge(0, began("")?.toString())?.message).toContain("another machine")
  expect(judge(0, "")?.message).toContain("another machine")
})

test("a build that never ends is told with its seconds", () => {
  expect(judge(124, "")?.message).toContain("within 60 s")
})
