import { existsSync, readFileSync, writeSync } from "node:fs"
import { runBash } from "./bash/run.ts"
import { Ended } from "./child.ts"
import { runNg } from "./ng/run.ts"

const setting = "/etc/sdlab/nixos-rebuild/dialect"
const argv = process.argv.slice(2)

try {
  process.exitCode = await (dialect() === "bash" ? runBash(argv) : runNg(argv))
} catch (error) {
  if (!(error instanceof Ended)) throw error
  writeSync(2, error.message)
  process.exitCode = error.exit
}

/** Which of the two programs this is on this host. */
function dialect(): string {
  const told = process.env["SDLAB_NIXOS_REBUILD"]
  if (told !== undefined) return told
  return existsSync(setting) ? readFileSync(setting, "utf8").trim() : "ng"
}
