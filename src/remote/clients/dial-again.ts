import type { Socket } from "node:net"
import { SdopsError } from "../../errors/sdops-error.ts"
import type { RemoteContext } from "../ssh-config.ts"
import { dial } from "./dial.ts"

type Dialling = {
  readonly sock: Socket
  /** Why it isn't the declared address; undefined: it is. */
  readonly detour: string | undefined
}

/**
 * Dials the declared address, then the one that worked before: a name may lead
 * nowhere while a network comes up anew. Who answers there is known by the host
 * key. Errors: those of `dial` for the declared address.
 */
export async function dialAgain(
  to: Parameters<typeof dial>[0],
  context: RemoteContext,
): Promise<Dialling> {
  try {
    return { detour: undefined, sock: await dial(to, context) }
  } catch (thrown) {
    if (!(thrown instanceof SdopsError) || thrown.kind !== "unreachable")
      throw thrown
    const before = context.reached?.get(to.host)
    if (before === undefined || before === to.address) throw thrown
    const sock = await dial({ ...to, address: before }, context).catch(() => {
      throw thrown
    })
    const detour = `${thrown.message}; reached at ${before}`
    return { detour, sock }
  }
}
