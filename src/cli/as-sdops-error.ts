import type { Config } from "@oclif/core/interfaces"
import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import { isParseError, unknownCommand, wrongUsage } from "./usage.ts"

/** Whatever was thrown as the one error type; the unexpected is a bug. */
export function asSdopsError(
  thrown: unknown,
  argv: readonly string[],
  config: Config | undefined,
): SdopsError {
  if (thrown instanceof SdopsError) return thrown
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  if (isParseError(thrown)) return wrongUsage(thrown, commandOf(argv, config))
  const missing = /^[Cc]ommand (?<words>.+) not found\.?$/u.exec(message)
  const words = missing?.groups?.["words"]
  if (words !== undefined) {
    const known = config?.commandIDs ?? []
    return unknownCommand(words, known)
  }
  const stack = thrown instanceof Error ? (thrown.stack ?? "") : ""
  const evidence = stack
    .split("\n")
    .slice(1, 9)
    .map((line) => line.trim())
  return fail("bug", { message }, { cause: thrown, evidence })
}

function commandOf(argv: readonly string[], config: Config | undefined) {
  const [one = "", two = ""] = argv.filter((word) => !word.startsWith("-"))
  const id = [`${one}:${two}`, one, two].find(
    (word) => config?.findCommand(word) !== undefined,
  )
  const found = id === undefined ? undefined : config?.findCommand(id)
  return { flags: Object.keys(found?.flags ?? {}), id: id ?? "--help" }
}
