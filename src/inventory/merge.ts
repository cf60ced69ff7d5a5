type Table = Readonly<Record<string, unknown>>

/**
 * What a host says over what the fleet says for all: maps merge key by key,
 * everything else (lists too) is replaced.
 */
export function merge<T>(shared: T, own: T): T {
  if (own === undefined) return shared
  if (!isTable(shared) || !isTable(own)) return own
  const keys = new Set([...Object.keys(shared), ...Object.keys(own)])
  const pairs = [...keys].sort().map((key) => {
    if (!(key in own)) return [key, shared[key]]
    return [key, key in shared ? merge(shared[key], own[key]) : own[key]]
  })
  return Object.fromEntries(pairs) as T
}

/** A map, as YAML and JSON have it. */
export function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
