import { type Advice, sayAdvice } from "./advice.ts"
import type { ErrorName } from "./catalogue.ts"
import type { ExitName } from "./exit-codes.ts"

/** Where a failure happened and what shows it. */
export type Circumstances = {
  readonly host?: string | undefined
  /** How ssh gets there, such as `ops@lithium.lan`. */
  readonly login?: string | undefined
  readonly stage?: string | undefined
  /** Reasons, a line each. */
  readonly because?: readonly string[] | undefined
  /** The remote's own last lines, escapes stripped. */
  readonly evidence?: readonly string[] | undefined
  readonly cause?: unknown
}

type Parts = Circumstances & {
  readonly name: ErrorName
  readonly code: string
  readonly exit: ExitName
  readonly message: string
  readonly help: readonly Advice[]
  readonly details: unknown
}

/** The one error type; made by `fail` only, never by `new` elsewhere. */
export class SdopsError extends Error {
  readonly kind: ErrorName
  readonly code: string
  readonly exit: ExitName
  readonly host: string | undefined
  readonly stage: string | undefined
  readonly because: readonly string[]
  readonly evidence: readonly string[]
  readonly help: readonly string[]
  readonly details: unknown
  readonly #parts: Parts

  constructor(parts: Parts) {
    super(parts.message, { cause: parts.cause })
    this.name = "SdopsError"
    this.kind = parts.name
    this.code = parts.code
    this.exit = parts.exit
    this.host = parts.host
    this.stage = parts.stage
    this.because = parts.because ?? []
    this.evidence = parts.evidence ?? []
    this.help = parts.help.map((advice) => sayAdvice(advice, parts))
    this.details = parts.details
    this.#parts = parts
  }

  /** The same error, with what is now known of where it happened. */
  with(known: Circumstances): SdopsError {
    return new SdopsError({ ...this.#parts, ...known })
  }
}

/** Whether a thrown thing is an error of that name. */
export function isFailure(thrown: unknown, name: ErrorName): boolean {
  return thrown instanceof SdopsError && thrown.kind === name
}
