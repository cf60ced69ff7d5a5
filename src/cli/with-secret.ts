import type { Fleet } from "../inventory/fleet.ts"

/** The fleet, with `--sudo-password` in place of what hosts' files say. */
export function withSecret(fleet: Fleet, reference: string | undefined): Fleet {
  if (reference === undefined) return fleet
  const hosts = [...fleet.hosts].map(
    ([name, host]) => [name, { ...host, sudoPassword: reference }] as const,
  )
  return { ...fleet, hosts: new Map(hosts) }
}
