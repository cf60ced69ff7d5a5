import type { JournalEntry } from "../../deploy/journal/entry.ts"
import type { PastDeployment } from "./result.ts"

/**
 * One list of a host's deployments, the newest first. In: what its records say,
 * in its order, which stays; the journal's entries of it, the oldest first. Of
 * what both know, the host has the last word.
 */
export function merge(
  told: readonly PastDeployment[],
  entries: readonly JournalEntry[],
): readonly PastDeployment[] {
  const ids = new Set(told.map(({ record }) => record))
  const noted = new Set(entries.map(({ record }) => record))
  const both = told.map((one): PastDeployment =>
    noted.has(one.record) ? { ...one, "known-to": ["here", "host"] } : one,
  )
  const only = entries
    .filter(({ record }) => record === undefined || !ids.has(record))
    .map(fromEntry)
    .toReversed()
  const merged: PastDeployment[] = []
  while (both.length + only.length > 0) {
    const [one, other] = [both[0], only[0]]
    const next =
      other === undefined || (one !== undefined && one.at >= other.at)
        ? both.shift()
        : only.shift()
    if (next !== undefined) merged.push(next)
  }
  return merged
}

function fromEntry(entry: JournalEntry): PastDeployment {
  const { at, code, from, goal, host, record, to, verdict, who } = entry
  return {
    at,
    ...(code !== undefined && { because: code }),
    ...(from !== undefined && { from }),
    goal,
    host,
    "known-to": ["here"],
    ...(record !== undefined && { record }),
    ...(to !== undefined && { to }),
    verdict,
    who,
  }
}
