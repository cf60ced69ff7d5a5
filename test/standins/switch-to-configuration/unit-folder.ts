import { existsSync, readdirSync } from "node:fs"
import { readText } from "./read-text.ts"
import { realpath } from "./tools.ts"
import type { ActiveUnit, Facts, UnitFacts } from "./unit-facts.ts"
import { parseUnit, type Unit } from "./unit-file.ts"

/** Reads a unit and its drop-ins; an instance also its template's. */
export function readUnit(folder: string, name: string, base = name): Unit {
  const files = [
    `${folder}/${base}`,
    ...dropIns(`${folder}/${base}.d`),
    ...(name === base ? [] : dropIns(`${folder}/${name}.d`)),
  ]
  return parseUnit(files.map((file) => readText(file) ?? ""))
}

function dropIns(folder: string): string[] {
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => name.endsWith(".conf"))
  return names.sort().map((name) => `${folder}/${name}`)
}

/** The template of an instance, such as `w@.service` of `w@1.service`. */
export function template(name: string): string | undefined {
  const [, stem, ending] = /^(.*)@[^.]*\.(.*)$/.exec(name) ?? []
  return stem === undefined ? undefined : `${stem}@.${ending ?? ""}`
}

/** A name without its ending. */
export function stemOf(name: string): string {
  return name.replace(/\.[a-z]*$/, "")
}

/** What both folders of units say about what runs. */
export function readFacts(
  active: ReadonlyMap<string, ActiveUnit>,
  current: string,
  next: string,
): Facts {
  const units = [...active].sort(([one], [other]) => (one < other ? -1 : 1))
  return {
    active,
    hasNext: (name) => existsSync(`${next}/${name}`),
    units: units.map(([name, { state }]) =>
      readOne(name, state, current, next),
    ),
  }
}

function readOne(
  name: string,
  state: string,
  current: string,
  next: string,
): UnitFacts {
  const known = [current, next].some((at) => existsSync(`${at}/${name}`))
  const base = known ? name : (template(name) ?? name)
  return {
    current: existsSync(`${current}/${base}`)
      ? readUnit(current, name, base)
      : "absent",
    name,
    next: readNext(next, name, base),
    state,
    stem: stemOf(base),
  }
}

function readNext(folder: string, name: string, base: string) {
  const file = `${folder}/${base}`
  if (!existsSync(file)) return "absent"
  if (realpath(file) === "/dev/null") return "masked"
  return readUnit(folder, name, base)
}

/**
 * Whether an instance that the current folder makes by drop-ins alone has none
 * in the next; links to /dev/null don't count.
 */
export function instanceGone(
  name: string,
  current: string,
  next: string,
): boolean {
  if (template(name) === undefined) return false
  if ([current, next].some((at) => existsSync(`${at}/${name}`))) return false
  const made = (folder: string): boolean =>
    dropIns(`${folder}/${name}.d`).some((file) => {
      const target = realpath(file)
      return target !== undefined && target !== "/dev/null"
    })
  return made(current) && !made(next)
}
