import { explain } from "../../doctor/choose.ts"
import type { DoctorResult } from "../../doctor/result.ts"
import { screens } from "../../output/screen.ts"
import { table } from "../../output/table.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"

/** Shows what one check looks at. Errors: `usage` when there is none. */
export function explained(id: string, flags: GlobalFlags): DoctorResult {
  const result = { explained: explain(id) }
  if (flags.json) return result
  const { stdout } = screens(flags)
  if (flags.events) stdout.json({ event: "result", ...result })
  else {
    const rows = Object.entries(result.explained)
    stdout.print(table(rows, { columns: stdout.columns }))
  }
  return result
}
