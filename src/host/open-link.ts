import { openShell } from "./open-shell.ts"
import type { Host } from "../inventory/host.ts"
import { connect } from "../remote/connect.ts"
import { type Elevation, elevationOf } from "../remote/server/elevation.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { resolveSecret } from "../secret-reference.ts"
import type { Connection } from "../remote/connection.ts"
import { type Pipe, pipeOver } from "./pipe.ts"
import type { HostShell } from "./shell.ts"

/** An open connection and the elevated shell over it. */
export type Link = {
  readonly connection: Connection
  readonly shell: HostShell
  /** For what is too much to be kept in memory. */
  readonly pipe: Pipe
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
  return linkOver(connection, elevation, context)
}

/** A connection with its elevated shell; nothing runs there yet. */
export function linkOver(
  connection: Connection,
  elevation: Elevation,
  { limits, signal }: Pick<RemoteContext, "limits" | "signal">,
): Link {
  return {
    connection,
    pipe: pipeOver(connection, elevation),
    shell: openShell(connection, { elevation, limits, signal }),
  }
}
