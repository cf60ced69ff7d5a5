import { LabMissing } from "../test/lab/problem.ts"
import { requireLab } from "../test/lab/requirements.ts"
import { labFrom } from "../test/lab/settings.ts"
import { checks } from "./checks/all.ts"
import { runChecks } from "./checks/run-all.ts"
import { countLane, runLane, type Tally } from "./lane.ts"

// `npm test [-- FILTER …]`: the bundle, the house style, every test. A filter
// is vitest's; with one, the house style is left out.
const filter = process.argv.slice(2)
const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

await import("./build.ts")
const tallies = [
  ...(filter.length === 0 ? [await house()] : []),
  await runLane("unit", filter),
  ...(await onHosts()),
]
const sum = (name: keyof Tally): number =>
  tallies.reduce((total, tally) => total + tally[name], 0)
say("")
say(
  `${sum("passed")} passed, ${sum("failed")} failed, ` +
    `${sum("skipped")} skipped`,
)
process.exitCode = sum("failed") === 0 ? 0 : 1

async function house(): Promise<Tally> {
  const checked = await runChecks(checks, say)
  const of = (how: string): number =>
    checked.filter(({ outcome }) => outcome.how === how).length
  return { failed: of("failed"), passed: of("ok"), skipped: of("skipped") }
}

/** Skipped, saying why, where no rehearsal host can live. */
async function onHosts(): Promise<readonly Tally[]> {
  const missing = await labMissing()
  if (missing === undefined)
    return [await runLane("lab", filter), await runLane("matrix", filter)]
  if (process.env["SDOPS_REQUIRE_LAB"] === "1") {
    say(`✗ rehearsal hosts: ${missing}, and SDOPS_REQUIRE_LAB=1`)
    return [{ failed: 1, passed: 0, skipped: 0 }]
  }
  say(`– rehearsal hosts: skipped, ${missing}`)
  const lanes = ["lab", "matrix"] as const
  return Promise.all(
    lanes.map(async (lane) => {
      const skipped = await countLane(lane, filter)
      return { failed: 0, passed: 0, skipped }
    }),
  )
}

async function labMissing(): Promise<string | undefined> {
  try {
    await requireLab(labFrom(process.env))
    return undefined
  } catch (error) {
    if (error instanceof LabMissing) return error.message
    throw error
  }
}
