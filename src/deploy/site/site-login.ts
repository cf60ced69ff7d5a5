import { isSame } from "../../builders/machines-for.ts"
import type { Builder, Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"

/** What this machine needs to know to log in. */
export type Login = Pick<
  Host,
  "address" | "hostKey" | "name" | "port" | "sudoPassword" | "user"
>

/**
 * How this machine logs in to a builder that builds whole systems: as to the
 * host of the fleet that it is, or else as its user.
 */
export function siteLogin(
  { hosts }: Pick<Fleet, "hosts">,
  name: string,
  builder: Builder,
): Login {
  const host = [...hosts.values()].find((one) => isSame(builder, one))
  if (host !== undefined) return { ...host, name }
  const { address, hostKey, port, user } = builder
  const key = hostKey !== undefined && { hostKey }
  return { address, ...key, name, port, user }
}
