import { Died } from "./died.ts"
import { perform as performPerl } from "./perl/perform.ts"
import { programOf } from "./program.ts"
import { perform as performRust } from "./rust/perform.ts"
import { perlVoice } from "./say.ts"
import { parseAction, readSettings } from "./settings.ts"
import { usage } from "./texts.ts"

const program = programOf()
const action = parseAction(process.argv[2])
try {
  if (action === undefined) {
    throw new Died(usage(program, process.env["OUT"] ?? ""), 1)
  }
  const settings = readSettings(action, process.env)
  process.exitCode =
    program === "perl" ? performPerl(settings) : performRust(settings)
} catch (error) {
  if (!(error instanceof Died)) throw error
  // The last word may go unread; the exit code is the same.
  perlVoice.say(error.message)
  process.exitCode = error.exit
}
