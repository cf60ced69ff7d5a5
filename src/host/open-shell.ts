import type { Limits } from "../limits.ts"
import type { Connection } from "../remote/connection.ts"
import type { Elevation } from "../remote/elevation.ts"
import { runScript } from "../remote/script.ts"
import type { HostShell } from "./shell.ts"

/** A shell, elevated, over a connection. */
export function openShell(
  connection: Connection,
  input: {
    readonly elevation: Elevation
    readonly limits: Limits
    readonly signal?: AbortSignal | undefined
  },
): HostShell {
  const { elevation, limits, signal } = input
  return {
    host: connection.host,
    limits,
    run: (task) => runScript(connection, { ...task, elevation, signal }),
  }
}
