import type { FailureResult } from "./failure-result.ts"
import type { SdopsError } from "./sdops-error.ts"

/** An error as `--json` shows it. */
export function failureOf(error: SdopsError): FailureResult {
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
