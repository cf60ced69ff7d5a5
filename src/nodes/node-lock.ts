import { z } from "zod"
import { nodeSource } from "./facts.ts"

const lockedWheel = z.strictObject({
  /** SRI. */
  hash: z.string(),
  name: z.string(),
  url: z.string(),
  version: z.string(),
  /** Names of custom nodes, sorted. */
  "wanted-by": z.array(z.string()),
})

/** `hosts/<host>/nodes.lock.json`; nix/nodes/ reads it. */
export const nodeLock = z.strictObject({
  format: z.literal(1),
  /** What the resolution leans on of the host's own Python: name → version. */
  "host-packages": z.record(z.string(), z.string()),
  nodes: z.array(nodeSource.extend({ requirements: z.array(z.string()) })),
  platform: z.string(),
  python: z.string(),
  /** Where the index's wheels may lie; left out by older locks. */
  "wheel-hosts": z.array(z.string()).optional(),
  wheels: z.array(lockedWheel),
})

export type NodeLock = z.infer<typeof nodeLock>
export type LockedWheel = z.infer<typeof lockedWheel>

/** The file of a host, from the fleet's root. */
export function nodeLockPath(host: string): string {
  return `hosts/${host}/nodes.lock.json`
}

/** The file's text: keys and lists sorted, so that equal is equal bytes. */
export function nodeLockText(lock: NodeLock): string {
  const { nodes, platform, python, wheels } = lock
  const hosts = lock["wheel-hosts"]
  const sorted: NodeLock = {
    format: 1,
    "host-packages": Object.fromEntries(
      Object.entries(lock["host-packages"]).toSorted(([a], [b]) => order(a, b)),
    ),
    nodes: nodes
      .map(({ hash, name, requirements, rev, url }) => {
        const sortedOnes = requirements.toSorted(order)
        return { hash, name, requirements: sortedOnes, rev, url }
      })
      .toSorted((a, b) => order(a.name, b.name)),
    platform,
    python,
    ...(hosts === undefined ? {} : { "wheel-hosts": hosts.toSorted(order) }),
    wheels: wheels
      .map((wheel) => ({
        hash: wheel.hash,
        name: wheel.name,
        url: wheel.url,
        version: wheel.version,
        "wanted-by": wheel["wanted-by"].toSorted(order),
      }))
      .toSorted((a, b) => order(a.name, b.name)),
  }
  return `${JSON.stringify(sorted, null, 2)}\n`
}

/** Undefined for what isn't such a lock, as after a bad merge. */
export function readNodeLock(text: string): NodeLock | undefined {
  try {
    return nodeLock.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
