/** Recordings of 0.3.64 → the versions that answer otherwise. */
const changed: Readonly<Record<string, readonly string[]>> = {}

/** Whether a version is known to answer otherwise than was recorded. */
export function changedSince(name: string, version: string): boolean {
  return changed[name]?.includes(version) === true
}
