import type { RecordedCase, RecordedSystem } from "./recorded-case.ts"
import type { Facts } from "../unit-facts.ts"
import { parseUnit, type Unit } from "../unit-file.ts"
import { stemOf, template } from "../unit-folder.ts"

/** The facts that the recorded host had, without a host. */
export function caseFacts(one: RecordedCase): Facts {
  const states = Object.entries(one.units).map(([name, { before }]) => {
    const [, state = "", substate = ""] = before.split("/")
    return [name, { state, substate }] as const
  })
  const active = new Map(states.filter(([, at]) => at.state !== "inactive"))
  return {
    active,
    hasNext: (name) => one.B.units?.[name] !== undefined,
    units: [...active].map(([name, { state }]) => {
      const known = [one.A, one.B].some(({ units }) => units?.[name])
      const base = known ? name : (template(name) ?? name)
      return {
        current: unitOf(one.A, name, base) ?? ("absent" as const),
        name,
        next: nextOf(one.B, name, base),
        state,
        stem: stemOf(base),
      }
    }),
  }
}

function nextOf(system: RecordedSystem, name: string, base: string) {
  if (system.units?.[base] === "->/dev/null") return "masked"
  return unitOf(system, name, base) ?? "absent"
}

function unitOf(
  { units = {} }: RecordedSystem,
  name: string,
  base: string,
): Unit | undefined {
  const text = units[base]
  if (text === undefined) return undefined
  const dropIns = [...new Set([base, name])].flatMap((owner) =>
    Object.keys(units)
      .filter((file) => file.startsWith(`${owner}.d/`))
      .sort(),
  )
  return parseUnit([text, ...dropIns.map((file) => units[file] ?? "")])
}
