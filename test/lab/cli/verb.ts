import type { Lab } from "../settings.ts"

/** One thing that `npm run lab --` can do. */
export type Verb = {
  /** One line of the help. */
  readonly about: string
  /** Least and most words after the verb. */
  readonly least: number
  readonly most: number
  readonly usage: string
  /** Answers the exit code; nothing is 0. */
  run(lab: Lab, words: readonly string[]): Promise<number | void>
}
