import { fail } from "../errors/fail.ts"
import type { Connection } from "../remote/connection.ts"
import { assignments } from "../remote/script.ts"
import type { Elevation } from "../remote/server/elevation.ts"
import { openServerSession } from "../remote/server/server-session.ts"
import { untilMark } from "../remote/server/until-mark.ts"
import type { Session } from "../remote/session.ts"

/**
 * Starts a script, elevated, whose stdin and stdout are streams, for what is
 * too much to be kept in memory. It says that it has begun by a line
 * `sdops-open` on stdout, and ends by `exit`. Errors: `hostScript` when it ends
 * before; those of the connection.
 */
export type Pipe = (
  script: string,
  variables: Readonly<Record<string, string>>,
) => Promise<Session>

/** Pipes over a connection: each is a session of its own. */
export function pipeOver(connection: Connection, elevation: Elevation): Pipe {
  return async (script, variables) => {
    const server = await openServerSession(connection, elevation)
    const { session } = server
    const { host } = connection
    if (server.awaited !== undefined) await said(session, server.awaited, host)
    const text = assignments(variables) + script
    session.stdin.write(`${server.preface}\n${text}\n`)
    // Nothing is sent before: the shell, which reads ahead, would have it.
    await said(session, "sdops-open\n", host)
    return session
  }
}

/** Waits for a mark; what comes behind it stays to be read. */
async function said(
  session: Session,
  mark: string,
  host: string,
): Promise<void> {
  const { promise, reject, resolve } = Promise.withResolvers<void>()
  const until = untilMark(mark)
  const onData = (chunk: Buffer) => {
    const { after } = until(chunk)
    if (after === undefined) return
    session.stdout.off("data", onData)
    session.stdout.pause()
    if (after.length > 0) session.stdout.unshift(after)
    resolve()
  }
  session.stdout.on("data", onData)
  void session.ended.then(() => {
    reject(fail("hostScript", { during: "a stream", ended: "early" }, { host }))
  })
  return promise
}
