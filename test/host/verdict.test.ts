import { readFileSync } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import verdict from "../../src/host/verdict.sh"
import { runIn, shells } from "./local-shell.ts"

/** Recorded runs of the real one; see the folder's README. */
type Recorded = {
  readonly action: string
  readonly currentSystem?: readonly [string, string]
  readonly exit: number | null
  readonly name: string
  readonly stderr?: string
  readonly stdout?: string
  readonly units?: Readonly<
    Record<string, { before: string; after: string; newProcess?: boolean }>
  >
}

const recordings = JSON.parse(
  readFileSync(
    new URL("../fixtures/switch-to-configuration/cases.json", import.meta.url),
    "utf8",
  ),
) as readonly Recorded[]

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
  const table = [
    ["0", true, "", "gate"],
    ["1", true, "", "failed activation-refused"],
    ["1", false, "", "roll-back activation-failed"],
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
  const runs = table.map(([code, same, text]) => ({ code, same, text }))
  const judged = await judge(shell, runs)
  for (const [index, [code, , , expected]] of table.entries())
    expect(`${code} ${judged[index]}`).toContain(`${code} ${expected}`)
})

test("no recorded run that changed something counts as undone", async () => {
  const seen = recordings.filter(
    ({ action, exit }) => action === "test" && exit !== null,
  )
  const runs = seen.map((run) => {
    const [before, after] = run.currentSystem ?? ["A", "A"]
    const moved = Object.values(run.units ?? {}).some(
      (unit) => unit.newProcess === true || unit.before !== unit.after,
    )
    const text = `${run.stdout ?? ""}${run.stderr ?? ""}`
    return { code: `${run.exit}`, same: before === after && !moved, text }
  })
  const judged = await judge(["dash"], runs)
  expect(judged).toHaveLength(seen.length)
  expect(seen.length).toBeGreaterThan(50)
  for (const [index, run] of seen.entries()) {
    const verdictOf = judged[index] ?? ""
    const named = `${run.name}: ${verdictOf}`
    if (!runs[index]?.same) expect(named).not.toContain(": failed")
    if (run.exit === 0) expect(named).toContain(": gate")
    if (run.exit === 2) expect(named).not.toContain(": gate")
  }
})
