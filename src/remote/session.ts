import type { Readable, Writable } from "node:stream"

/** How a command on a host ended. */
export type Ended =
  | {
      readonly how: "ended"
      /** Undefined when a signal ended it. */
      readonly exit: number | undefined
      readonly signal: string | undefined
    }
  /** The connection broke first: nobody knows. */
  | { readonly how: "lost" }

/** A command that runs on a host, with its streams open. */
export type Session = {
  readonly stdin: Writable
  readonly stdout: Readable
  readonly stderr: Readable
  /** Comes after the last byte of both streams; never rejects. */
  readonly ended: Promise<Ended>
  /** Gives it up: it gets a SIGTERM where that can be, and its streams end. */
  readonly close: () => void
}
