import type { Completed } from "../remote/connection.ts"
import type { Limits } from "../limits.ts"

/** One script to run on a host, elevated. */
export type ShellTask = {
  readonly script: string
  readonly variables: Readonly<Record<string, string>>
  /** The script's stdin, as for a secret; costs a second round trip. */
  readonly stdin?: string
  /** Seconds. */
  readonly deadline: number
  /** A few words for messages, such as "the probe". */
  readonly during: string
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void
}

/**
 * What the callers in this folder need of a host. `openShell` makes one of a
 * connection; tests make one of a local shell.
 */
export type HostShell = {
  readonly host: string
  readonly limits: Limits
  readonly run: (task: ShellTask) => Promise<Completed>
}
