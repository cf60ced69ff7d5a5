import type { SudoRule } from "./candidate-sudo.ts"

/** Text of sudoers(5), as far as it is understood. */
type Sudoers = {
  /** Nobody is ever asked for a password. */
  readonly free: boolean
  readonly rules: readonly SudoRule[]
  /** A line may grant or take something, and isn't understood. */
  readonly unread: boolean
}

/**
 * Reads lines such as `ops ALL=(ALL) NOPASSWD: ALL`. Aliases and files that
 * are included aren't read. Pure.
 */
export function readSudoers(text: string): Sudoers {
  const lines = text
    .replaceAll(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.replace(/(^|\s)#(?!\d|include).*$/, "").trim())
    .filter(
      (line) => line !== "" && !/^Defaults\b(?!.*authenticate)/.test(line),
    )
  const never = /^Defaults\s+!authenticate$/
  const rules = lines.map(readRule)
  return {
    free: lines.some((line) => never.test(line)),
    rules: rules.flatMap((rule) => rule ?? []),
    unread: lines.some(
      (line, at) => rules[at] === undefined && !never.test(line),
    ),
  }
}

function readRule(line: string): SudoRule | undefined {
  const [, users = "", host = "", runAs = "root", said = ""] =
    /^([^\s=]+)\s+([^\s=]+)\s*=\s*(?:\(([^)]*)\))?\s*(.+)$/.exec(line) ?? []
  const isAlias = /^(User|Host|Runas|Cmnd|Cmd)_Alias$/.test(users)
  if (said === "" || isAlias || /:\s*\S+\s*=/.test(said)) return undefined
  // An alias is written in capitals.
  const names = [...users.split(","), ...host.split(",")]
  if (names.some((one) => /^[A-Z][A-Z0-9_]*$/.test(one) && one !== "ALL"))
    return undefined
  const hosts = host.split(",")
  return {
    commands: said.split(",").map(readCommand),
    groups: [],
    host: hosts.includes("ALL") ? "ALL" : (hosts[0] ?? ""),
    runAs: runAs,
    users: users.split(","),
  }
}

function readCommand(said: string): SudoRule["commands"][number] {
  const [, tags = "", command = ""] =
    /^\s*((?:[A-Z_]+:\s*)*)(.*?)\s*$/.exec(said) ?? []
  return { command, options: tags.match(/[A-Z_]+/g) ?? [] }
}
