import { explain } from "../../doctor/choose.ts"
import type { DoctorResult } from "../../doctor/result.ts"
import { table } from "../../output/table.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { showValue } from "../show-value.ts"

/** Shows what one check looks at. Errors: `usage` when there is none. */
export async function explained(
  id: string,
  flags: GlobalFlags,
): Promise<DoctorResult> {
  const result = { explained: explain(id) }
  await showValue(result, flags, (_result, _theme, columns) =>
    table(Object.entries(result.explained), { columns }),
  )
  return result
}
