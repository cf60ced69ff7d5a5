import type { Login } from "../../deploy/site/site-login.ts"
import { cancelBuild } from "../../host/build/builds.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { findBuild, unknownBuild } from "./find.ts"
import type { BuildCancelled } from "./result.ts"
import { openMachine } from "./machines.ts"

/**
 * Ends a build; nothing of it runs any more then. Errors: `unknownBuild`, those
 * of the connection.
 */
export async function cancel(
  machines: readonly Login[],
  id: string,
  context: RemoteContext,
): Promise<BuildCancelled> {
  const machine = await findBuild(machines, id, context)
  const link = await openMachine(machine, context)
  await using _ = link.connection
  const ended = await cancelBuild(link.shell, id)
  if (ended === undefined) throw unknownBuild(id)
  return { build: id, "exit-code": 0, on: machine.name, ran: ended.ran }
}
