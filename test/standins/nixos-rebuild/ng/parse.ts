import { Ended } from "../child.ts"
import { actions, flags, type Action, type Flag } from "./flags.ts"
import { usage } from "./usage.ts"

export type Arguments = {
  readonly action: Action | undefined
  /** Long name without dashes → values; a set flag has one empty group. */
  readonly values: ReadonlyMap<string, readonly (readonly string[])[]>
}

/** Complains as argparse does: exit 2. */
export function complain(text: string): never {
  throw new Ended(2, `${usage}nixos-rebuild: error: ${text}\n`)
}

export function nameOf({ names }: Flag): string {
  return (names[0] ?? "").replace(/^--/, "")
}

/** Reads a command line as the Python program's argparse does. */
export function parse(argv: readonly string[]): Arguments {
  const values = new Map<string, string[][]>()
  const positional: string[] = []
  const unknown: string[] = []
  const rest = [...argv]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const found = lookUp(word)
    if (found !== undefined) {
      const { flag, glued, letters } = found
      if (letters !== undefined) rest.unshift(clustered(flag, letters))
      const group = take(flag, glued, rest)
      const name = nameOf(flag)
      values.set(name, [...(values.get(name) ?? []), group])
    } else if (word.startsWith("-") && word !== "-") unknown.push(word)
    else if (unknown.length > 0 || positional.length > 0) unknown.push(word)
    else positional.push(word)
  }
  const action = actionOf(positional[0])
  if (unknown.length > 0) {
    complain(`unrecognized arguments: ${unknown.join(" ")}`)
  }
  return { action, values }
}

function actionOf(word: string | undefined): Action | undefined {
  const action = actions.find((name) => name === word)
  if (word !== undefined && action === undefined) {
    const choices = actions.join(", ")
    complain(
      `argument action: invalid choice: '${word}' (choose from ${choices})`,
    )
  }
  return action
}

/** `--flag`, `--flag=value`, `-j2`, and clusters such as `-kK`. */
function lookUp(word: string) {
  const [, long, glued] = /^(--[^=]+)(?:=([^]*))?$/.exec(word) ?? []
  const [, short, tail] = /^(-[a-zA-Z])([^]*)$/.exec(word) ?? []
  const spelling = long ?? short
  const flag = flags.find(({ names }) => names.includes(spelling ?? ""))
  if (flag === undefined) return undefined
  if (long !== undefined) return { flag, glued }
  const value = tail || undefined
  return takesValue(flag) ? { flag, glued: value } : { flag, letters: value }
}

function takesValue({ kind }: Flag): boolean {
  return !["count", "repeated", "set"].includes(kind)
}

/** The letters after a flag without a value, as flags of their own. */
function clustered(flag: Flag, letters: string): string {
  const next = `-${letters}`
  if (lookUp(next) === undefined) ignored(flag, letters)
  return next
}

function ignored({ names }: Flag, value: string): never {
  const label = names.join("/")
  complain(`argument ${label}: ignored explicit argument '${value}'`)
}

function take(flag: Flag, glued: string | undefined, rest: string[]): string[] {
  const label = flag.names.join("/")
  switch (flag.kind) {
    case "count":
    case "repeated":
    case "set":
      if (glued !== undefined) ignored(flag, glued)
      return []
    case "optional":
      if (glued !== undefined) return [glued]
      return rest[0]?.startsWith("-") === false ? [rest.shift() ?? ""] : []
    case "last":
    case "list": {
      if (glued !== undefined) return [glued]
      if (rest[0] === undefined || isFlag(rest[0])) {
        complain(`argument ${label}: expected one argument`)
      }
      return [rest.shift() ?? ""]
    }
    case "pairs": {
      const pair = rest.splice(0, 2)
      if (pair.length < 2 || pair.some(isFlag)) {
        complain(`argument ${label}: expected 2 arguments`)
      }
      return pair
    }
  }
}

function isFlag(word: string): boolean {
  return /^-[^\d\s]/.test(word) && !word.includes(" ")
}

/** What goes on to nix, long names, in the program's own order. */
export function passedOn({ values }: Arguments): string[] {
  return flags
    .filter(({ passed }) => passed)
    .flatMap((flag) => {
      const groups = values.get(nameOf(flag)) ?? []
      const long = `--${nameOf(flag)}`
      if (groups.length === 0) return []
      switch (flag.kind) {
        case "count":
          return [`-${"v".repeat(groups.length)}`]
        case "repeated":
          return groups.map(() => long)
        case "set":
          return [long]
        case "last":
        case "optional":
          return [long, ...(groups.at(-1) ?? [])]
        case "list":
        case "pairs":
          return groups.flatMap((group) => [long, ...group])
      }
    })
}
