import type { Limits } from "./limits.ts"

/** A question that a person, or `--yes`, answers. */
export type Question = {
  readonly host: string
  readonly text: string
  /** The flag that answers it where nobody can be asked. */
  readonly flag: string
  /** What must be typed to say yes; `--yes` doesn't answer then. */
  readonly typed?: string
}

/**
 * What long work is handed besides its input. Only the base command makes one;
 * a test makes its own.
 */
export type Context<Event> = {
  readonly signal: AbortSignal
  readonly limits: Limits
  readonly environment: NodeJS.ProcessEnv
  /** The IP address that each host was last reached at, by name; filled in. */
  readonly reached?: Map<string, string> | undefined
  readonly emit: (event: Event) => void
  /** Errors: `needsYes` where nobody can be asked. */
  readonly confirm: (question: Question) => Promise<void>
}
