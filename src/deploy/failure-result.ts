import type { SdopsError } from "../errors/sdops-error.ts"
import type { HostResult } from "./result.ts"

/** An error as `--json` shows it. */
export function failureOf(error: SdopsError): NonNullable<HostResult["error"]> {
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
