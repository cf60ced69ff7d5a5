import { checks } from "./checks/all.ts"
import { runChecks } from "./checks/run-all.ts"

// `npm run check [-- NAME …]`: the house style, as far as programs can tell.
const names = process.argv.slice(2)
const chosen = checks.filter(
  ({ name }) => names.length === 0 || names.includes(name),
)
const checked = await runChecks(chosen, (line) => {
  process.stdout.write(`${line}\n`)
})
const failed = checked.some(({ outcome }) => outcome.how === "failed")
process.exitCode = failed ? 1 : 0
