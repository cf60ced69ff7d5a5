import type { Path } from "../read/source.ts"
import type { Edit } from "./edit.ts"

type Table = Record<string, unknown>

/**
 * What a parsed file says after an edit. A list or table that a removal
 * leaves empty goes too, since its key alone would say null.
 */
export function applyEdit(value: unknown, edit: Edit): unknown {
  if (edit.do === "remove") return without(value, edit.path) ?? {}
  return changed(value, edit.path, (old) =>
    edit.do === "add" ? [...asList(old), edit.value] : edit.value,
  )
}

function changed(
  value: unknown,
  [step, ...rest]: Path,
  change: (old: unknown) => unknown,
): unknown {
  if (step === undefined) return change(value)
  if (Array.isArray(value)) {
    return value.with(Number(step), changed(value[Number(step)], rest, change))
  }
  const table = (value ?? {}) as Table
  return { ...table, [step]: changed(table[step], rest, change) }
}

function without(value: unknown, [step, ...rest]: Path): unknown {
  if (step === undefined) return undefined
  if (Array.isArray(value)) {
    const left = without(value[Number(step)], rest)
    const list =
      left === undefined
        ? value.toSpliced(Number(step), 1)
        : value.with(Number(step), left)
    return list.length === 0 ? undefined : list
  }
  const { [step]: inner, ...others } = (value ?? {}) as Table
  const left = without(inner, rest)
  const table = left === undefined ? others : { ...others, [step]: left }
  return Object.keys(table).length === 0 ? undefined : table
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
