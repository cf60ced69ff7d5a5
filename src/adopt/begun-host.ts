import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { parseSshAddress, type SshAddress } from "../inventory/ssh-address.ts"
import { splitSsh } from "../inventory/split-ssh.ts"
import { nameFor } from "./name-for.ts"

type Meant = {
  /** As a person writes it, or a begun host's name. */
  readonly address: string
  readonly name: string | undefined
  readonly port: number | undefined
}

/**
 * Where the host to adopt is reached, and the begun host that it completes.
 * Errors: `usage`.
 */
export function whoIsMeant(
  fleet: Fleet | undefined,
  input: Meant,
): { readonly begun: Host | undefined; readonly written: SshAddress } {
  const begun = begunHost(fleet, input)
  const written = parseSshAddress(begun?.address ?? input.address, {
    port: input.port ?? begun?.port,
    user: begun?.user,
  })
  return { begun, written }
}

/**
 * The host that an adoption completes: the inventory has its file, with neither
 * key nor modules, as `init` and `hosts import` write it. Input: its name, or
 * the address that its file has. Undefined: it is to be a new one.
 */
function begunHost(
  fleet: Fleet | undefined,
  input: Omit<Meant, "port">,
): Host | undefined {
  const { address, port, user } = splitSsh(input.address)
  const host =
    fleet?.hosts.get(input.address) ??
    fleet?.hosts.get(input.name ?? nameFor(address, undefined) ?? "")
  if (host?.hostKey !== undefined || host?.modules.length !== 0)
    return undefined
  const isName = input.address === host.name
  const same =
    host.address === address &&
    (port === undefined || Number(port) === (host.port ?? 22)) &&
    (user === undefined || user === host.user)
  return isName || same ? host : undefined
}
