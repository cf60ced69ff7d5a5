import { parseLock } from "./parse-lock.ts"

/**
 * The inputs for which a lock (the text of flake.lock) doesn't hold: they were
 * added, dropped or changed since. A reference of a kind that Nix rewrites
 * when it locks is compared by name only. Undefined: it isn't a lock at all.
 */
export function staleInputs(
  lock: string,
  inputs: Readonly<Record<string, string>>,
): string[] | undefined {
  const parsed = parseLock(lock)
  if (parsed === undefined) return undefined
  const { nodes, root } = parsed
  const locked = nodes[root]?.inputs ?? {}
  const names = new Set([...Object.keys(inputs), ...Object.keys(locked)])
  return [...names].toSorted().filter((name) => {
    const wanted = inputs[name]
    const node = locked[name]
    if (wanted === undefined || typeof node !== "string") return true
    const had = say(nodes[node]?.original ?? {})
    return had !== undefined && !/[?%#]/.test(wanted) && had !== wanted
  })
}

/** The reference that Nix had read as this, for kinds that it keeps. */
function say(original: Readonly<Record<string, unknown>>): string | undefined {
  const { dir, host, owner, path, ref, repo, rev, type } = original
  if (dir !== undefined || host !== undefined) return undefined
  switch (type) {
    case "github":
    case "gitlab":
    case "sourcehut": {
      const at = ref ?? rev
      return [`${type}:${String(owner)}`, repo, at].filter(Boolean).join("/")
    }
    case "path":
      return `path:${String(path)}`
    default:
      return undefined
  }
}
