import { explain } from "../doctor/choose.ts"
import type { DoctorResult } from "../doctor/result.ts"
import { table } from "../output/table.ts"
import { columnsOf } from "../output/wrap.ts"
import type { GlobalFlags } from "./global-flags.ts"

/** Shows what one check looks at. Errors: `usage` when there is none. */
export function explained(id: string, flags: GlobalFlags): DoctorResult {
  const result = { explained: explain(id) }
  const { stdout } = process
  if (flags.json) return result
  if (flags.events) {
    stdout.write(`${JSON.stringify({ event: "result", ...result })}\n`)
    return result
  }
  const rows = Object.entries(result.explained)
  stdout.write(`${table(rows, { columns: columnsOf(stdout) })}\n`)
  return result
}
