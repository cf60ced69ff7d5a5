import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { RunOptions } from "../connection.ts"

/** Tells the ways in which a remote command doesn't come to its end. */
export type Loss = {
  /** The connection broke; nobody knows whether the command ended. */
  readonly lost: (cause?: unknown) => SdopsError
  /** It said more than any answer has. */
  readonly flood: () => SdopsError
  /** The deadline passed. */
  readonly late: () => SdopsError
  /** Somebody asked to stop. */
  readonly aborted: () => SdopsError
}

/** Whose command it is, and how much it may say, in MiB. */
export type From = {
  readonly host: string
  readonly login: string
  readonly output: number
}

export function lossOf(
  { host, login, output }: From,
  options: RunOptions,
): Loss {
  const { deadline, during, signal } = options
  const start = performance.now()
  const after = () => Math.round((performance.now() - start) / 100) / 10
  return {
    lost: (cause) =>
      fail("connectionLost", { during, after: after() }, { host, cause }),
    flood: () =>
      fail("tooMuchOutput", { during, login, most: output }, { host }),
    late: () =>
      fail(
        "connectionLost",
        { during, after: after() },
        { host, because: [`not done within ${deadline} s`] },
      ),
    aborted: () =>
      fail(
        "interrupted",
        { state: `gave up on ${during} on ${host}` },
        { host, cause: signal?.reason },
      ),
  }
}
