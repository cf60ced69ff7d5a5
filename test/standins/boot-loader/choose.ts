import { systemOf, type Entry } from "./entry.ts"
import { grubDefault } from "./grub.ts"
import type { Place } from "./place.ts"
import { defaultEntry, readRecord, setVariable } from "./record.ts"

/**
 * The toplevel that this boot takes; undefined if there is no entry. A one-shot
 * is consumed before it is looked at, as the real loader does. Where there is
 * no systemd-boot, GRUB's configuration says it.
 */
export function choose(place: Place): string | undefined {
  const record = readRecord(place)
  const { oneshot } = record.variables
  if (oneshot !== "") setVariable(place, "oneshot", "")
  const once = record.entries.find(({ id }) => id === oneshot)
  const entry: Entry | undefined = once ?? defaultEntry(record)
  if (entry === undefined) return grubDefault(place)
  remember(place, entry.id)
  return systemOf(entry)
}

/** A full disk must not keep a machine from booting. */
function remember(place: Place, id: string): void {
  try {
    setVariable(place, "selected", id)
  } catch {
    return
  }
}
