import table from "../../nix/data/wheel-hosts.json" with { type: "json" }
import type { NodeLock } from "./node-lock.ts"

const indexes: Readonly<Record<string, readonly string[]>> = table.indexes

/** PyTorch's own index, which has what is compiled for its wheels. */
const torchIndex = "download.pytorch.org"

/** The host of an http address; undefined for all else, as one with a login. */
export function hostOf(url: string): string | undefined {
  const pattern = /^https?:\/\/([a-z0-9.-]+|\[[a-f0-9:.]+\])(?::\d+)?\//i
  const [, host] = pattern.exec(url) ?? []
  return host?.toLowerCase()
}

/**
 * Where wheels may lie that indexes name: on the hosts of the indexes, on those
 * where their files are known to lie, and on what a person names.
 */
export function wheelHosts(input: {
  readonly index: string
  readonly more: readonly string[]
  /** Whether PyTorch's index is asked as well. */
  readonly torch: boolean
}): readonly string[] {
  const { index, more, torch } = input
  const own = hostOf(`${index}/`)
  const asked = [
    ...(own === undefined ? [] : [own]),
    ...(torch ? [torchIndex] : []),
  ]
  const theirs = asked.flatMap((host) => [host, ...(indexes[host] ?? [])])
  return [...new Set([...theirs, ...more])].toSorted()
}

/**
 * The first wheel that lies elsewhere: neither on one of these hosts, nor at an
 * address that a node's own requirement names.
 */
export function wheelElsewhere(
  { nodes, wheels }: Pick<NodeLock, "nodes" | "wheels">,
  hosts: readonly string[],
): { readonly name: string; readonly url: string } | undefined {
  const named = nodes.flatMap(({ requirements }) => requirements)
  return wheels.find(({ url }) => {
    const host = hostOf(url)
    if (host === undefined) return true
    return !hosts.includes(host) && !named.some((text) => text.includes(url))
  })
}
