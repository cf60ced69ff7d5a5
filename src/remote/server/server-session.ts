import type { Connection } from "../connection.ts"
import { commandOf, type Elevation, sudoWithPassword } from "./elevation.ts"
import serve from "./serve.sh"
import type { Session } from "../session.ts"

/** A session, and what its shell is sent before the first request. */
export type ServerSession = {
  readonly session: Session
  /** On its stdout, that it may be sent anything; nothing when it may now. */
  awaited: string | undefined
  preface: string
}

/**
 * Starts the elevated shell of a server. With a sudo password that is the first
 * line of stdin, the login user's own shell comes before it: it says when sudo
 * is about to read. Where sudo doesn't want a password, what it starts skips
 * it, up to a line of ours.
 */
export async function openServerSession(
  connection: Connection,
  elevation: Elevation,
): Promise<ServerSession> {
  const session = await connection.open(commandOf(elevation))
  if (elevation.by !== "sudo-password") {
    return { awaited: undefined, preface: serve, session }
  }
  const id = crypto.randomUUID()
  const skip =
    'while IFS= read -r line; do [ "$line" != "$0" ] || exec /bin/sh -s; done'
  const become = `exec ${sudoWithPassword} /bin/sh -c '${skip}'`
  // One line: a shell may read ahead whatever else there is.
  session.stdin.write(
    `printf 'sdops-%s\\n' ready-${id}; ${become} sdops-stdin-${id}\n`,
  )
  const password = elevation.password.reveal()
  return {
    awaited: `sdops-ready-${id}`,
    preface: `${password}\nsdops-stdin-${id}\n${serve}`,
    session,
  }
}
