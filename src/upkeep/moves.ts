import { type LockedInput, readFlakeLock } from "../nix/flake-lock.ts"
import type { InputAt, Move } from "./update-result.ts"

/**
 * What became of each input between two locks, the texts of flake.lock; sorted
 * by name. Errors: `nixAnswer` for what is no lock.
 */
export function movesBetween(
  before: string | undefined,
  after: string,
): Move[] {
  const old = byName(before === undefined ? [] : readFlakeLock(before))
  const now = byName(readFlakeLock(after))
  const names = [...new Set([...old.keys(), ...now.keys()])].toSorted()
  return names.map((input) => move(input, old.get(input), now.get(input)))
}

function byName(inputs: readonly LockedInput[]): Map<string, LockedInput> {
  return new Map(inputs.map((input) => [input.name, input]))
}

function move(
  input: string,
  old: LockedInput | undefined,
  now: LockedInput | undefined,
): Move {
  const from = old && placeOf(old)
  const to = now && placeOf(now)
  return {
    change: changeOf(from, to),
    ...(from !== undefined && { from }),
    input,
    ...(to !== undefined && { to }),
  }
}

function changeOf(
  from: InputAt | undefined,
  to: InputAt | undefined,
): Move["change"] {
  if (from === undefined) return "added"
  if (to === undefined) return "dropped"
  const same =
    from.revision === to.revision && from["nar-hash"] === to["nar-hash"]
  return same ? "same" : "moved"
}

function placeOf({ lastModified, narHash, revision }: LockedInput): InputAt {
  const date =
    lastModified === undefined
      ? undefined
      : new Date(lastModified * 1000).toISOString()
  return {
    ...(date !== undefined && { date }),
    ...(narHash !== undefined && { "nar-hash": narHash }),
    ...(revision !== undefined && { revision }),
  }
}
