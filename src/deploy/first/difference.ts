/** In what a first candidate may differ from its host, sorted. */
export const differenceIds = [
  "address",
  "boot-device",
  "host-id",
  "loader",
  "login",
  "luks",
  "ports",
  "root-device",
  "ssh",
  "state-version",
] as const

export type DifferenceId = (typeof differenceIds)[number]

/** One thing that would be otherwise after a first deployment. */
export type Difference = {
  readonly id: DifferenceId
  /** One sentence without full stop: what is, and what would be. */
  readonly text: string
}

export function difference(id: DifferenceId, text: string): Difference {
  return { id, text }
}
