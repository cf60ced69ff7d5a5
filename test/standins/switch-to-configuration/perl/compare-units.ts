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
 * What the difference of two versions of a unit asks for. Source: fixtures/
 * switch-to-configuration, "Which units".
 */
export function compareUnits(current: Unit, next: Unit): Difference {
  let result: Difference = "none"
  for (const section of new Set([...current.keys(), ...next.keys()])) {
    if (onlyOneHas(section, current, next)) return "restart"
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

/** A whole section came or went; [Unit] may, if only ignored keys are in it. */
function onlyOneHas(section: string, current: Unit, next: Unit): boolean {
  return section !== "Unit" && current.has(section) !== next.has(section)
}

function weigh(
  section: string,
  key: string,
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): Difference {
  if (before?.join("\0") === after?.join("\0")) return "none"
  if (section === "Unit") {
    if (ignored.includes(key)) return "none"
    // Triggers that went away mean nothing, new or changed ones do.
    if (key === "X-Reload-Triggers") {
      return after === undefined ? "none" : "reload"
    }
  }
  const both = before !== undefined && after !== undefined
  return section === "Mount" && key === "Options" && both ? "reload" : "restart"
}
