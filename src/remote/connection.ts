import type { Duplex } from "node:stream"
import type { Session } from "./session.ts"

/** What a script that ran to its end left. */
export type Completed = {
  /** Undefined when a signal ended it. */
  readonly exit: number | undefined
  readonly signal: string | undefined
  /** Whole output, decoded once, so that no multi-byte character is cut. */
  readonly stdout: string
  readonly stderr: string
}

export type RunOptions = {
  /** Seconds; past it the script is given up as `connectionLost`. */
  readonly deadline: number
  /** Whether they count from the last sign of life; else from the start. */
  readonly lively?: boolean | undefined
  /** A few words for messages, such as "the probe". */
  readonly during: string
  readonly signal?: AbortSignal | undefined
  /** Whole lines, as they come. */
  readonly onLine?:
    | ((line: string, stream: "stdout" | "stderr") => void)
    | undefined
  /** Bytes of stdout, as they come. */
  readonly onBytes?: ((bytes: Buffer) => void) | undefined
}

/**
 * One authenticated connection to a host; ssh2 and OpenSSH stand behind it and
 * one contract suite over both. Dispose it to close.
 */
export interface Connection extends AsyncDisposable {
  readonly host: string
  readonly client: "node-ssh" | "openssh"
  /** What a person types after `ssh` to get there. */
  readonly login: string
  /** Why it isn't the declared address that it reached; undefined: it is. */
  readonly detour?: string | undefined
  /**
   * Starts a command line, which must be of `[A-Za-z0-9/._ -]` only: login
   * shells are fish and nushell too, so nothing is ever quoted into it.
   * Errors: the client's own when there is no session to be had.
   */
  open(command: string): Promise<Session>
  /** A TCP stream to a port as the host itself sees it. */
  tcp(port: number, address?: string): Promise<Duplex>
}
