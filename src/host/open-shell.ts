import type { Limits } from "../limits.ts"
import type { Connection } from "../remote/connection.ts"
import type { Elevation } from "../remote/server/elevation.ts"
import { type Server, serverOver } from "../remote/server/server.ts"
import type { HostShell } from "./shell.ts"

/** sshd's MaxSessions is 10; what was given up may still hold one or two. */
const mostBeside = 6

/**
 * A shell, elevated, over a connection: one session of it for all tasks, and
 * one more for each that runs beside them.
 */
export function openShell(
  connection: Connection,
  input: {
    readonly elevation: Elevation
    readonly limits: Limits
    readonly signal?: AbortSignal | undefined
  },
): HostShell {
  const { elevation, limits, signal } = input
  const { output } = limits
  const serve = () => serverOver(connection, { elevation, output })
  const usual = serve()
  const others: Server[] = []
  let turn = 0
  return {
    host: connection.host,
    limits,
    run({ beside, ...task }) {
      const server = beside === true ? another() : usual
      const signals = [task.signal, signal].filter((one) => one !== undefined)
      return server.ask({ ...task, signal: AbortSignal.any(signals) })
    },
  }

  function another(): Server {
    const idle = others.find((one) => !one.busy())
    if (idle !== undefined) return idle
    if (others.length < mostBeside) {
      const server = serve()
      others.push(server)
      return server
    }
    turn = (turn + 1) % mostBeside
    return others[turn] ?? usual
  }
}
