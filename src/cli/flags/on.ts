import { string } from "@oclif/core/flags"

const hosts = {
  helpValue: "SELECTOR",
  multiple: true,
  multipleNonGreedy: true,
  summary: "Hosts: names, globs, @tag, all; ! before one excludes it.",
} as const

/** On which hosts, where the words of the command line aren't hosts. */
export const on = { on: string({ ...hosts, required: true }) }

/** The same beside words that are hosts. */
export const optionalOn = { on: string(hosts) }
