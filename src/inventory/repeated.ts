import type { Problem } from "./read/problem.ts"
import type { HostSource } from "./read/read-sources.ts"

/** Hosts that share an address or a key: legal, and seldom meant. */
export function repeated(hosts: readonly HostSource[]): Problem[] {
  return (["address", "host-key"] as const).flatMap((key) => {
    const first = new Map<string, string>()
    return hosts.flatMap(({ name, source, value }) => {
      if (value?.[key] === undefined) return []
      // Behind one address, each port may be another machine.
      const port = key === "address" ? ` ${value.port ?? ""}` : ""
      const said = `${value[key]}${port}`
      const other = first.get(said)
      if (other === undefined) first.set(said, name)
      if (other === undefined) return []
      return [source.problem([key], `the same as that of ${other}`)]
    })
  })
}
