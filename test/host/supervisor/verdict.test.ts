import { readFileSync } from "node:fs"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import failures from "../../../src/host/supervisor/failures.sh"
import verdict from "../../../src/host/switch/verdict.sh"
import {
  type RecordedCase,
  recordedCases,
} from "../../standins/switch-to-configuration/replay/recorded-case.ts"
import { runIn, shells } from "../local-shell.ts"

/** What the verdict is about each recorded run of the program of today. */
const table = JSON.parse(
  readFileSync(new URL("verdicts.json", import.meta.url), "utf8"),
) as Readonly<Record<string, string>>

/** Judges many runs with one shell; `CODE SAME text` each. */
async function judge(
  shell: readonly string[],
  runs: readonly { code: string; same: boolean; text: string }[],
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-verdict-"))
  const lines = await Promise.all(
    runs.map(async ({ code, same, text }, index) => {
      await writeFile(join(folder, `${index}`), text)
      return `judge_activation ${code} ${folder}/${index} ${same ? 1 : 0}`
    }),
  )
  const script = ["set -eu", verdict, ...lines].join("\n")
  const { stdout } = await runIn(shell, script)
  await rm(folder, { force: true, recursive: true })
  return stdout.trim().split("\n")
}

test.for(shells)("%s: codes mean what the design says", async (shell) => {
  const codes = [
    ["0", true, "", "gate"],
    ["1", true, "", "failed activation-refused"],
    ["1", false, "", "roll-back activation-failed"],
    ["1", true, "activating the configuration...", "roll-back"],
    ["1", true, "Failed to get unit x", "failed activation-refused"],
    ["2", true, "This is not a NixOS installation!", "failed"],
    ["2", false, "", "roll-back activation-failed"],
    ["3", false, "", "roll-back activation-failed"],
    ["4", false, "warning: the following units failed: x", "gate"],
    ["4", false, "Activation script snippet 'etc' failed (1)", "roll-back"],
    ["4", false, "Failed to run activate script", "roll-back"],
    ["11", true, "", "failed switch-locked"],
    ["100", true, "", "failed needs-reboot"],
    ["100", false, "", "roll-back needs-reboot"],
    ["101", true, "", "roll-back activation-killed"],
    ["137", true, "", "roll-back activation-killed"],
    ["255", true, "", "failed activation-refused"],
    ["77", true, "", "roll-back activation-failed"],
    ["lost", true, "", "roll-back activation-killed"],
    ["timeout", true, "", "roll-back activation-timeout"],
  ] as const
  const runs = codes.map(([code, same, text]) => ({ code, same, text }))
  const judged = await judge(shell, runs)
  for (const [index, [code, , , expected]] of codes.entries())
    expect(`${code} ${judged[index]}`).toContain(`${code} ${expected}`)
})

const programs = ["perl", "rust"] as const

/** A recorded run as the supervisor sees it: each of its units is an app. */
function seen({ currentSystem, exit, stderr, stdout, units }: RecordedCase) {
  const moved = Object.values(units).some(
    (unit) => unit.newProcess === true || unit.before !== unit.after,
  )
  const same = currentSystem === "A" && !moved
  return { code: `${exit}`, same, text: `${stdout}${stderr}` }
}

test.for(shells)("%s: each recorded run has its verdict", async (shell) => {
  const cases = recordedCases("rust")
  const runs = cases.map((one) => seen(one))
  const judged = await judge(shell, runs)
  const named = await namedUnits(shell, runs)
  const found = cases.map(({ action, name }, index) => {
    const units = named[index] === "" ? "" : `, said of ${named[index]}`
    return [name, `${action}: ${judged[index]}${units}`]
  })
  expect(cases).toHaveLength(166)
  expect(Object.fromEntries(found)).toEqual(table)
})

test.for(programs)(
  "no run of the %s program that changed something counts as undone",
  async (program) => {
    const cases = recordedCases(program).filter(
      ({ action, exit }) => action === "test" && exit !== null,
    )
    const runs = cases.map((one) => seen(one))
    const judged = await judge(["dash"], runs)
    expect(judged).toHaveLength(cases.length)
    expect(cases.length).toBeGreaterThan(100)
    for (const [index, run] of cases.entries()) {
      const named = `${run.name}: ${judged[index] ?? ""}`
      if (!runs[index]?.same) expect(named).not.toContain(": failed")
      if (run.exit === 0) expect(named).toContain(": gate")
      if (run.exit === 2 && !named.startsWith("os-release")) {
        expect(named).toContain(": roll-back activation-failed")
      }
    }
  },
)

test("nothing counts as undone once the output says it began", async () => {
  const begun = [
    "stopping the following units: web.service",
    "activating the configuration...",
  ]
  const codes = [...Array(256).keys()].map(String).concat("lost", "timeout")
  const runs = codes.flatMap((code) =>
    begun.flatMap((line) => [
      { code, same: true, text: `x\n${line}\n` },
      { code, same: false, text: "" },
    ]),
  )
  for (const line of await judge(["dash"], runs)) {
    expect(line).toMatch(/^(gate|roll-back [a-z-]+)$/)
  }
})

/** Whom the output of each run names as failed, blanks between. */
async function namedUnits(
  shell: readonly string[],
  runs: readonly { text: string }[],
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-named-"))
  const lines = await Promise.all(
    runs.map(async ({ text }, index) => {
      const run = join(folder, `${index}`)
      await mkdir(run)
      await writeFile(join(run, "activation-log"), text)
      const names = "{ named_units || true; named_users; }"
      return `run_folder=${run}; ${names} | tr '\\n' ' '; echo`
    }),
  )
  const script = [failures, ...lines].join("\n")
  const { stdout } = await runIn(shell, script, { id: "d-1234" })
  await rm(folder, { force: true, recursive: true })
  return stdout.split("\n").map((line) => line.trim())
}
