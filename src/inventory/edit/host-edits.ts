import { isDeepStrictEqual } from "node:util"
import { fail } from "../../errors/fail.ts"
import { sayPath } from "../read/source.ts"
import { applyEdit } from "./apply-edit.ts"
import type { Edit } from "./edit.ts"

/** What a person wants changed, as `PATH=VALUE` on a command line. */
export type Wishes = {
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly set: readonly string[]
}

type Yaml = typeof import("yaml")
type Wish = Edit["do"]

/**
 * The edits that wishes ask for, of a file that says `value`. Values are read
 * as YAML. Errors: `usage` for what is no wish, and for what isn't there.
 */
export function hostEdits(value: unknown, wishes: Wishes, yaml: Yaml): Edit[] {
  const words = (["remove", "set", "add"] as const).flatMap((wish) =>
    wishes[wish].map((word) => ({ wish, word })),
  )
  const edits: Edit[] = []
  let now = value
  for (const { wish, word } of words) {
    const edit = editOf(now, wish, word, yaml)
    edits.push(edit)
    now = applyEdit(now, edit)
  }
  return edits
}

function editOf(now: unknown, wish: Wish, word: string, yaml: Yaml): Edit {
  const at = word.indexOf("=")
  const path = (at < 0 ? word : word.slice(0, at)).split(".")
  if (path.some((step) => step === "")) throw wrong(`${word} names no key`)
  if (wish === "remove" && at < 0) {
    if (valueAt(now, path) === undefined)
      throw wrong(`there is no ${sayPath(path)} to remove`)
    return { do: "remove", path }
  }
  if (at < 0) throw wrong(`--${wish} takes PATH=VALUE, such as port=2222`)
  const value = read(word.slice(at + 1), yaml)
  if (wish !== "remove") return { do: wish, path, value }
  const list = valueAt(now, path)
  const index = Array.isArray(list)
    ? list.findIndex((one) => isDeepStrictEqual(one, value))
    : -1
  if (index < 0) throw wrong(`${sayPath(path)} has no ${word.slice(at + 1)}`)
  return { do: "remove", path: [...path, index] }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (found, step) =>
      typeof found === "object" && found !== null
        ? (found as Record<string, unknown>)[step]
        : undefined,
    value,
  )
}

function read(text: string, yaml: Yaml): unknown {
  const document = yaml.parseDocument(text)
  if (document.errors.length > 0) throw wrong(`${text} is no value in YAML`)
  return document.toJS() ?? ""
}

function wrong(problem: string): Error {
  return fail("usage", { problem, try: ["sdops hosts edit --help"] })
}
