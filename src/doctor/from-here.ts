import { isFailure } from "../errors/sdops-error.ts"
import type { Host } from "../inventory/host.ts"
import { dial } from "../remote/clients/dial.ts"
import { askSsh, type RemoteContext } from "../remote/ssh-config.ts"

/** Whether a port takes connections from this machine. */
export type FromHere = "closed" | "open"

/**
 * Calls a port of a host from this machine, by the address that ssh dials.
 * Undefined where ssh goes by way of another machine: nobody here can tell.
 * Errors: those of `askSsh`; `interrupted`.
 */
export async function callFromHere(
  { address, name, port: sshPort, user }: Host,
  port: number,
  context: RemoteContext,
): Promise<FromHere | undefined> {
  const target = { address, name, port: sshPort, user }
  const { hostname, proxyCommand, proxyJump } = await askSsh(target, context)
  if (proxyCommand || proxyJump) return undefined
  const to = { address: hostname, host: name, login: address, port }
  try {
    const socket = await dial(to, context)
    socket.destroy()
    return "open"
  } catch (error) {
    if (isFailure(error, "unreachable")) return "closed"
    throw error
  }
}
