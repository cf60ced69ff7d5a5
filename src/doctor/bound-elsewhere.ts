import { isIP } from "node:net"
import type { HostSight } from "./sight.ts"

/** Where an app listens in place of its declared addresses. */
export type BoundElsewhere = {
  readonly bound: readonly string[]
  readonly declared: readonly string[]
  readonly port: number
  readonly unit: string
}

/**
 * The first app that listens at other addresses than its system declares: at
 * fewer, or at more. Of a name other than localhost nobody here knows the
 * address, and a custom app's may be a proxy's.
 */
export function boundElsewhere({
  facts: { hostFile },
  health: { listeners },
}: Pick<HostSight, "facts" | "health">): BoundElsewhere | undefined {
  return (hostFile?.apps ?? [])
    .filter(({ kind }) => kind !== "custom")
    .flatMap(({ listen = [], port, unit }) => {
      const own = (listeners.get(port) ?? []).filter(
        ({ holder }) => holder === unit,
      )
      const bound = own.map(({ address }) => address)
      const known = listen.every((one) => one === "localhost" || isIP(one) > 0)
      if (bound.length === 0 || listen.length === 0 || !known) return []
      const well =
        listen.every((one) => bound.some((other) => covers(other, one))) &&
        bound.every((one) => listen.some((other) => covers(other, one)))
      return well ? [] : [{ bound, declared: listen, port, unit }]
    })
    .at(0)
}

/** Whether who listens at one address takes the other's connections, too. */
function covers(one: string, other: string): boolean {
  // Whether a socket of IPv6 takes IPv4's, too, isn't told.
  if (one === "::" || (one === "0.0.0.0" && other === "::")) return true
  if (one === "0.0.0.0") return isIP(other) !== 6
  if (one === "localhost") return /^(127\.|::1$)/.test(other)
  if (other === "localhost") return /^(127\.|::1$)/.test(one)
  return plain(one) === plain(other)
}

/** In one spelling. */
function plain(address: string): string {
  if (isIP(address) !== 6) return address
  return new URL(`http://[${address}]`).hostname
}
