import type { SdopsError } from "../../errors/sdops-error.ts"
import type { Host } from "../../inventory/host.ts"
import { placedOn } from "../../inventory/on-host.ts"
import type { HostResult } from "./result.ts"

export type FailureResult = NonNullable<HostResult["error"]>

/** An error as `--json` shows it; its help leads to the host that is given. */
export function failureOf(
  given: SdopsError,
  on?: Pick<Host, "address" | "name" | "user">,
): FailureResult {
  const error = on === undefined ? given : placedOn(given, on)
  const { because, code, details, evidence, help, host, message, stage } = error
  return {
    because: [...because],
    code,
    details,
    evidence: [...evidence],
    help: [...help],
    ...(host !== undefined && { host }),
    message,
    ...(stage !== undefined && { stage }),
  }
}
