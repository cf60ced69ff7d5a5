import { openShell } from "./open-shell.ts"
import type { Host } from "../inventory/host.ts"
import { connect } from "../remote/connect.ts"
import { elevationOf } from "../remote/server/elevation.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { resolveSecret } from "../secret-reference.ts"
import type { Connection } from "../remote/connection.ts"
import type { HostShell } from "./shell.ts"

/** An open connection and the elevated shell over it. */
export type Link = {
  readonly connection: Connection
  readonly shell: HostShell
}

type Reached = Pick<
  Host,
  "address" | "hostKey" | "name" | "port" | "sudoPassword" | "user"
>

/**
 * Connects to a host and prepares its elevated shell; nothing runs there yet.
 * Errors: those of `connect` and `resolveSecret`.
 */
export async function openLink(
  host: Reached,
  context: RemoteContext,
): Promise<Link> {
  const reference = host.sudoPassword
  const password =
    reference === undefined || host.user === "root"
      ? undefined
      : await resolveSecret(reference, context)
  const elevation = elevationOf(host.user, password)
  const connection = await connect(
    {
      address: host.address,
      hostKey: host.hostKey,
      name: host.name,
      port: host.port,
      user: host.user,
    },
    context,
  )
  const { limits, signal } = context
  return {
    connection,
    shell: openShell(connection, { elevation, limits, signal }),
  }
}
