import { resolve } from "node:path"
import type { Fleet } from "../fleet.ts"
import type { Host } from "../host.ts"

/** Hosts whose encrypted files are named from anywhere. */
export function hostsWithAgeFiles(
  hosts: Fleet["hosts"],
  root: string,
): Fleet["hosts"] {
  const placed = [...hosts].map(
    ([name, host]) => [name, withAgeFiles(host, root)] as const,
  )
  return new Map(placed)
}

function withAgeFiles(host: Host, root: string): Host {
  const { secrets, sudoPassword } = host
  const placed = Object.entries(secrets).map(([name, secret]) => {
    const from = besideFleet(secret.from, root)
    return [name, { ...secret, from }] as const
  })
  return {
    ...host,
    secrets: Object.fromEntries(placed),
    ...(sudoPassword !== undefined && {
      sudoPassword: besideFleet(sudoPassword, root),
    }),
  }
}

/** The same of the sites that models come from. */
export function sitesWithAgeFiles(
  sites: Fleet["modelSites"],
  root: string,
): Fleet["modelSites"] {
  const placed = Object.entries(sites).map(([name, site]) => {
    const token = site?.token
    const own = token === undefined ? {} : { token: besideFleet(token, root) }
    return [name, { ...site, ...own }] as const
  })
  return Object.fromEntries(placed)
}

/** `age:hosts/token.age` is a file of the fleet. */
function besideFleet(reference: string, root: string): string {
  if (!reference.startsWith("age:")) return reference
  return `age:${resolve(root, reference.slice("age:".length))}`
}
