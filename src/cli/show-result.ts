import type { DeployResult } from "../deploy/outcome/result.ts"
import { sayFailure } from "../output/text/say-failure.ts"
import { screens } from "../output/screen.ts"
import type { GlobalFlags } from "./flags/global-flags.ts"
import { type SayValue, showValue } from "./show-value.ts"

/**
 * Shows how hosts ended: for people, their errors on stderr before the result.
 */
export async function showResult<Result extends DeployResult>(
  result: Result,
  flags: GlobalFlags,
  say: SayValue<Result>,
): Promise<void> {
  if (!flags.json && !flags.events) {
    const { stderr } = screens(flags)
    for (const { error } of result.hosts) {
      if (error === undefined) continue
      stderr.print(sayFailure(error, stderr.theme, stderr.columns))
    }
  }
  // A deployment ends by itself, also where nobody looks.
  await showValue(result, { ...flags, paged: false }, say)
}
