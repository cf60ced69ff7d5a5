const volatile = new Set(["current_inputs", "sid", "timestamp", "traceback"])

/**
 * What two servers must have in common: ids, times, counters in file names,
 * sizes of memory and tracebacks become placeholders; lists whose order comes
 * from a Python set are sorted.
 */
export function normalise(value: unknown, key = ""): unknown {
  if (volatile.has(key)) return `<${key}>`
  if (typeof value === "string") return normaliseText(value)
  if (Array.isArray(value)) {
    const all = value.map((one) => normalise(one))
    const unordered = ["current_outputs", "errors", "executed", "nodes"]
    return unordered.includes(key)
      ? all.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
      : all
  }
  if (value === null || typeof value !== "object") return value
  const pairs = Object.entries(value).map(
    ([name, held]) => [normaliseText(name), normalise(held, name)] as const,
  )
  return Object.fromEntries(pairs)
}

function sortKey(value: unknown): string {
  if (typeof value !== "object") return String(value)
  const problem = value as { details?: string; type?: string }
  return `${problem.details} ${problem.type}`
}

function normaliseText(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "<id>")
    .replaceAll(/temp_[a-z]{5}_/g, "temp_<suffix>_")
    .replaceAll(/_\d{5}_\.png/g, "_<counter>_.png")
    .replaceAll(/[\d.]+ (MiB|GiB)/g, "<size>")
}

/** The same, with every plain value replaced by its type. */
export function shapeOf(value: unknown): unknown {
  if (value === null) return "null"
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf)
  if (typeof value !== "object") return typeof value
  const pairs = Object.entries(value).map(
    ([name, held]) => [name, shapeOf(held)] as const,
  )
  return Object.fromEntries(pairs)
}
