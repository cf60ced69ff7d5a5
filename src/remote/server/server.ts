import type { Completed, Connection } from "../connection.ts"
import { type Elevation, neverBegan, notAsRoot } from "./elevation.ts"
import { exchange, type Reply } from "./exchange.ts"
import { lossOf } from "./loss.ts"
import { oneByOne } from "./one-by-one.ts"
import type { Request } from "./request.ts"
import { openServerSession, type ServerSession } from "./server-session.ts"

/** An elevated shell on a host that answers one script after another. */
export type Server = {
  /** Whether it has something to do. */
  readonly busy: () => boolean
  /**
   * Runs a script. Errors: `noElevation`, `noShell` when it never ran;
   * `connectionLost`, also past the deadline; `tooMuchOutput`; `interrupted`.
   */
  readonly ask: (request: Request) => Promise<Completed>
}

/**
 * Seconds after which the stdin of a first request is ended when it hasn't
 * begun. There are login shells that take all of their input before they run
 * anything, and such that keep all output until its end: with those, each
 * request has a session of its own.
 */
const patience = 8

/**
 * A server over a connection. Its session is opened together with the first
 * request, and anew where it has ended since. `output`: MiB of each stream that
 * an answer may have.
 */
export function serverOver(
  connection: Connection,
  input: { readonly elevation: Elevation; readonly output: number },
): Server {
  const { elevation, output } = input
  const { host, login } = connection
  const from = { host, login, output }
  const inTurn = oneByOne()
  let open: ServerSession | undefined
  let single = false
  let asked = 0
  return {
    busy: () => asked > 0,
    async ask(request) {
      asked += 1
      try {
        return await inTurn(() => answerTo(request))
      } finally {
        asked -= 1
      }
    },
  }

  async function answerTo(request: Request): Promise<Completed> {
    const had = open
    const reply = await sent(request)
    if (reply.began) return ofRoot(reply)
    // It had ended since the last answer, so nothing has run: once more.
    const again = had === undefined ? reply : await sent(request)
    if (again.began) return ofRoot(again)
    throw neverBegan(elevation, again.completed, connection)
  }

  async function sent(request: Request): Promise<Reply> {
    const loss = lossOf(from, request)
    if (request.signal?.aborted) throw loss.aborted()
    const had = open
    open = undefined
    const first = single ? 0 : patience
    const reply = await exchange(
      async () => had ?? (await openServerSession(connection, elevation)),
      request,
      { from, loss, patience: had === undefined ? first : undefined },
    )
    open = reply.server
    single ||= reply.pressed
    return reply
  }

  function ofRoot({ completed, uid }: Reply): Completed {
    const refusal = notAsRoot(elevation, uid, connection)
    if (refusal !== undefined) throw refusal
    return completed
  }
}
