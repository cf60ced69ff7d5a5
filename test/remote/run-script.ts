import type { Completed, Connection } from "../../src/remote/connection.ts"
import type { Elevation } from "../../src/remote/server/elevation.ts"
import { elevationOf } from "../../src/remote/server/elevation.ts"
import type { Request } from "../../src/remote/server/request.ts"
import { serverOver } from "../../src/remote/server/server.ts"
import type { Session } from "../../src/remote/session.ts"

/** MiB of each stream, as `defaultLimits` has it. */
const output = 32

/** Runs a script by a server that is asked nothing else, and ends it. */
export async function runScript(
  connection: Connection,
  { elevation, ...request }: Request & { readonly elevation: Elevation },
): Promise<Completed> {
  const sessions: Session[] = []
  const counted: Connection = {
    ...connection,
    async open(command) {
      const session = await connection.open(command)
      sessions.push(session)
      return session
    },
  }
  try {
    return await serverOver(counted, { elevation, output }).ask(request)
  } finally {
    for (const { stdin } of sessions) stdin.end()
  }
}

/** Runs a script as the login user. */
export function runAs(
  connection: Connection,
  request: Request,
): Promise<Completed> {
  return runScript(connection, { ...request, elevation: elevationOf("root") })
}
