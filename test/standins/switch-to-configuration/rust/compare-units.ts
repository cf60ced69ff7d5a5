import type { Difference } from "../rules.ts"
import type { Unit } from "../unit-file.ts"

type Keys = ReadonlyMap<string, readonly string[]>

const noKeys: Keys = new Map()

/** Keys of [Unit] that a running process never notices. */
const ignored = [
  "AllowIsolate",
  "CollectMode",
  "Description",
  "Documentation",
  "IgnoreOnIsolate",
  "OnFailure",
  "OnFailureJobMode",
  "OnSuccess",
  "RefuseManualStart",
  "RefuseManualStop",
  "SourcePath",
  "StopWhenUnneeded",
]

/**
 * What the difference of two versions of a unit asks for. Other than the Perl
 * program, this one reloads a unit whose ExecReload alone came or changed, and
 * does nothing where it went.
 */
export function compareUnits(current: Unit, next: Unit): Difference {
  let result: Difference = "none"
  for (const section of new Set([...current.keys(), ...next.keys()])) {
    if (appears(section, current, next)) return "restart"
    const before = current.get(section) ?? noKeys
    const after = next.get(section) ?? noKeys
    for (const key of new Set([...before.keys(), ...after.keys()])) {
      const one = weigh(section, key, before.get(key), after.get(key))
      if (one === "restart") return "restart"
      if (one === "reload") result = "reload"
    }
  }
  return result
}

/** A section came or went that isn't judged by its keys alone. */
function appears(section: string, current: Unit, next: Unit): boolean {
  if (current.has(section) === next.has(section)) return false
  return section !== "Unit" && section !== "Service"
}

function weigh(
  section: string,
  key: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): Difference {
  if (before?.join("\0") === after?.join("\0")) return "none"
  const both = before !== undefined && after !== undefined
  switch (section) {
    case "Mount":
      return key === "Options" && both ? "reload" : "restart"
    case "Service":
      if (key !== "ExecReload") return "restart"
      return after === undefined ? "none" : "reload"
    case "Unit":
      if (ignored.includes(key)) return "none"
      if (key !== "X-Reload-Triggers") return "restart"
      return after === undefined ? "none" : "reload"
    default:
      return "restart"
  }
}
