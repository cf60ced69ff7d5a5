import { closest, distance } from "fastest-levenshtein"
import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"

/** What oclif says about a command line that it can't take. */
type ParseError = {
  readonly message: string
  /** Flags that don't exist, as they were given. */
  readonly flags?: readonly string[]
  /** Arguments that are missing or too many. */
  readonly args?: readonly (string | { readonly name: string })[]
}

/** Whether a thrown thing is oclif's word on the command line. */
export function isParseError(thrown: unknown): thrown is Error & ParseError {
  if (!(thrown instanceof Error)) return false
  // A value that a flag can't take comes as a plainer error.
  return "parse" in thrown || thrown.message.startsWith("Parsing --")
}

/** An unknown command, with the nearest that there is. In: ids of oclif. */
export function unknownCommand(
  written: string,
  ids: readonly string[],
): SdopsError {
  const words = written.split(/[ :]/)
  const commands = ids.map(spoken)
  // What follows a mistyped command are its arguments.
  const said = [words, words.slice(0, 2), words.slice(0, 1)].map((some) => ({
    near: nearest(some.join(" "), commands),
    some: some.join(" "),
  }))
  const [topic = ""] = words
  const isTopic = commands.some((command) => command.startsWith(`${topic} `))
  const { near, some } = said.find((one) => one.near !== undefined) ?? {
    near: undefined,
    some: words.slice(0, isTopic ? 2 : 1).join(" "),
  }
  const whole = near === some ? words.join(" ") : some
  const page = near ?? (isTopic ? topic : "")
  return fail("usage", {
    problem: `unknown command ${whole}${near ? `; did you mean ${near}?` : ""}`,
    try: [`sdops ${page} --help`.replace("  ", " ")],
  })
}

/** `flake:show` → `flake show`, as it is typed. */
function spoken(id: string): string {
  return id.replaceAll(":", " ")
}

/** Neither a command nor a page of help. */
export function unknownTopic(
  word: string,
  known: readonly string[],
): SdopsError {
  const near = nearest(word, known.map(spoken))
  const meant = near ? `; did you mean ${near}?` : ""
  return fail("usage", {
    problem: `${word} is neither a command nor a topic${meant}`,
    try: [near ? `sdops help ${near}` : "sdops help"],
  })
}

/** A command line that a command refused. */
export function wrongUsage(
  error: ParseError,
  { flags, id }: { readonly id: string; readonly flags: readonly string[] },
): SdopsError {
  const command = { flags, id: spoken(id) }
  const problem = problemOf(error, command)
  return fail("usage", { problem, try: [`sdops ${command.id} --help`] })
}

function problemOf(
  { args, flags, message }: ParseError,
  command: { readonly id: string; readonly flags: readonly string[] },
): string {
  const [flag] = flags ?? []
  if (flag !== undefined) {
    const known = command.flags.map((name) => `--${name}`)
    const near = nearest(flag, known)
    return `unknown flag ${flag}${near ? `; did you mean ${near}?` : ""}`
  }
  const names = (args ?? []).map((arg) =>
    typeof arg === "string" ? arg : arg.name.toUpperCase(),
  )
  if (message.startsWith("Missing")) {
    return `${command.id} needs ${names.join(" and ")}`
  }
  if (message.startsWith("Unexpected")) {
    return `${command.id} takes no ${names.join(" ")}`
  }
  return (message.split("\nSee more help")[0] ?? message).replace(/\s+/gu, " ")
}

/** The nearest word, unless everything is far. */
function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const near = closest(word, known)
  return distance(word, near) <= Math.max(2, word.length / 3) ? near : undefined
}
