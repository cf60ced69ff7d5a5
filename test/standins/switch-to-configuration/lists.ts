import {
  appendFileSync,
  existsSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { leftOver, type Plan } from "./plan.ts"
import type { Requested } from "./requested.ts"
import { readUnit, stemOf, template } from "./unit-folder.ts"

/** Where lists are kept for a run that follows an interrupted one. */
export const folder = "/run/nixos"

/** Names in a list; none if there is no list. */
export function readList(name: string, at = folder): string[] {
  try {
    return readFileSync(`${at}/${name}`, "utf8").split("\n").filter(Boolean)
  } catch {
    return []
  }
}

/** The plan with which every run begins. */
export function readLeftOver(at = folder): Plan {
  return leftOver({
    "reload-list": readList("reload-list", at),
    "restart-list": readList("restart-list", at),
    "start-list": readList("start-list", at),
  })
}

/** Writes down what was planned since the last call. */
export function keepNotes(plan: Plan, at = folder): void {
  for (const { is, list, unit } of plan.notes.splice(0)) {
    if (is === "added") appendFileSync(`${at}/${list}`, `${unit}\n`)
    else forget(`${at}/${list}`, unit)
  }
}

/** A list whose last name goes stays as an empty file. */
function forget(file: string, unit: string): void {
  const lines = readFileSync(file, "utf8").split("\n")
  const at = lines.indexOf(unit)
  if (at >= 0) lines.splice(at, 1)
  writeFileSync(file, lines.join("\n"))
}

export function dropList(name: string, at = folder): void {
  rmSync(`${at}/${name}`, { force: true })
}

/** Takes over the two lists of an activation script, and deletes them. */
export function takeRequested(
  prefix: "activation" | "dry-activation",
  units: string,
): Requested {
  const restart = readList(`${prefix}-restart-list`).map((name) => {
    const known = existsSync(`${units}/${name}`)
    const base = known ? name : (template(name) ?? name)
    return { name, next: readUnit(units, name, base), stem: stemOf(base) }
  })
  const reload = readList(`${prefix}-reload-list`)
  dropList(`${prefix}-restart-list`)
  dropList(`${prefix}-reload-list`)
  return { reload, restart }
}
