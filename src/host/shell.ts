import type { Completed } from "../remote/connection.ts"
import type { Limits } from "../limits.ts"

/** One script to run on a host, elevated. */
export type ShellTask = {
  readonly script: string
  readonly variables: Readonly<Record<string, string>>
  /** The script's stdin, as for a secret. */
  readonly stdin?: string
  /** Seconds. */
  readonly deadline: number
  /** Whether they count from the last sign of life; else from the start. */
  readonly lively?: boolean
  /** Whether others may run meanwhile: it gets a session of its own. */
  readonly beside?: boolean
  /** Gives up this task; the shell may have one for all. */
  readonly signal?: AbortSignal
  /** A few words for messages, such as "the probe". */
  readonly during: string
  readonly onLine?: (line: string, stream: "stdout" | "stderr") => void
  /** Bytes of stdout, as they come. */
  readonly onBytes?: (bytes: Buffer) => void
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
