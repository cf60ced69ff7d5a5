import { expect, test } from "vitest"
import { realisePlanned } from "../../../src/deploy/build/realise-planned.ts"
import type { HostShell } from "../../../src/host/shell.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { store } from "../facts.ts"

const drv = `${store("nixos-system-lithium")}.drv`

/** A host whose store has the derivation only once it was evaluated again. */
function forgetful(answers: { evaluates: boolean }) {
  const asked: string[] = []
  const shell: HostShell = {
    host: "lithium",
    limits: limitsFrom({}),
    run({ during }) {
      const known = asked.includes("the evaluation") && answers.evaluates
      asked.push(during)
      const facts =
        during === "the evaluation"
          ? { exit: answers.evaluates ? "0" : "1", stderr: "error: no luck" }
          : { collected: known ? "" : ` ${drv}`, exit: known ? "0" : "1" }
      const stdout = `${Object.entries(facts).flat().join("\0")}\0`
      const done = { exit: 0, signal: undefined, stderr: "", stdout }
      return Promise.resolve(done)
    },
  }
  return { asked, shell }
}

function realised(shell: HostShell, said: string[]) {
  const source = "/nix/var/sdops/sources/abc"
  const given = {
    fleet: { builders: {}, root: "/nowhere" },
    host: { address: "lithium.lan", name: "lithium" },
    site: { name: "host", shared: undefined, shell },
    source,
  }
  return realisePlanned(
    given as unknown as Parameters<typeof realisePlanned>[0],
    { config: "", of: { host: "lithium" }, wanted: [drv] },
    { line: () => {}, provenance: never, tail: never, text: never },
    { limits: limitsFrom({}), say: (text) => said.push(text) },
  )
}

function never(): never {
  throw new Error("nobody asks")
}

test("what was garbage collected is evaluated again, and said", async () => {
  const { asked, shell } = forgetful({ evaluates: true })
  const said: string[] = []
  expect(await realised(shell, said)).toMatchObject({ collected: [], exit: 0 })
  expect(asked).toEqual(["the build", "the evaluation", "the build"])
  expect(said.join()).toContain("evaluating again")
})

test("an evaluation that fails then is told as one", async () => {
  const { shell } = forgetful({ evaluates: false })
  await expect(realised(shell, [])).rejects.toMatchObject({
    message: expect.stringContaining("no luck"),
  })
})
