import type { NodeLock } from "./node-lock.ts"

/** Wheels that came, went or have another version, sorted by name. */
export function wheelChanges(
  before: Pick<NodeLock, "wheels"> | undefined,
  after: Pick<NodeLock, "wheels"> | undefined,
): { name: string; from?: string; to?: string }[] {
  const old = versions(before)
  const now = versions(after)
  return [...new Set([...old.keys(), ...now.keys()])]
    .toSorted()
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => {
      const from = old.get(name)
      const to = now.get(name)
      return {
        ...(from !== undefined && { from }),
        name,
        ...(to !== undefined && { to }),
      }
    })
}

function versions(
  lock: Pick<NodeLock, "wheels"> | undefined,
): Map<string, string> {
  return new Map(lock?.wheels.map(({ name, version }) => [name, version]))
}
