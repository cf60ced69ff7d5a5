import { fail } from "../errors/fail.ts"

/** One input of a flake as it is locked. */
export type LockedInput = {
  readonly name: string
  /** `github`, `path`, `tarball` … */
  readonly type: string
  readonly narHash: string | undefined
  readonly revision: string | undefined
  /** Seconds since 1970. */
  readonly lastModified: number | undefined
}

/**
 * Reads the direct inputs of a flake.lock, sorted by name.
 * Errors: `nixAnswer` for other than version 5 to 7 of the format.
 */
export function readFlakeLock(text: string): LockedInput[] {
  const lock = json(text)
  const version = Number(lock["version"])
  if (version < 5 || version > 7 || !("nodes" in lock)) throw unknown()
  const nodes = objectOf(lock["nodes"])
  const root = objectOf(nodes[String(lock["root"])])
  const inputs = Object.entries(objectOf(root["inputs"] ?? {}))
  return inputs
    .map(([name, target]) => inputOf(name, nodeOf(nodes, root, target)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/** A text names a node; a list is a path of inputs from the root. */
function nodeOf(
  nodes: Record<string, unknown>,
  root: Record<string, unknown>,
  target: unknown,
): Record<string, unknown> {
  if (!Array.isArray(target)) return objectOf(nodes[String(target)])
  return target.reduce<Record<string, unknown>>((node, step) => {
    const next = objectOf(node["inputs"])[String(step)]
    return nodeOf(nodes, root, next)
  }, root)
}

function inputOf(name: string, node: Record<string, unknown>): LockedInput {
  const locked = objectOf(node["locked"])
  const { lastModified, narHash, rev, type } = locked
  return {
    lastModified: typeof lastModified === "number" ? lastModified : undefined,
    name,
    narHash: typeof narHash === "string" ? narHash : undefined,
    revision: typeof rev === "string" ? rev : undefined,
    type: String(type),
  }
}

function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return { ...value }
  throw unknown()
}

function json(text: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(text))
  } catch {
    throw unknown()
  }
}

function unknown() {
  return fail("nixAnswer", { asked: "flake.lock" })
}
