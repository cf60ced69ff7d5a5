import type { Advice } from "./advice.ts"
import type { ExitName } from "./exit-codes.ts"

/** One kind of failure: a line of the catalogue. */
export type Entry<Details> = {
  /** Stable, `SDOPS_` and nouns of the situation. */
  readonly code: `SDOPS_${string}`
  readonly exit: ExitName
  /** One line for `sdops help errors`: when does this happen. */
  readonly about: string
  /** One sentence without a full stop; the host is put before it. */
  readonly says: (details: Details) => string
  /** Commands that help, the best first; at least one. */
  readonly help: (details: Details) => readonly Advice[]
}

/** Keeps the type of an entry's details; does nothing else. */
export function entry<Details>(entry: Entry<Details>): Entry<Details> {
  return entry
}
