import type { CandidateSudo, SudoRule } from "./candidate-sudo.ts"
import { readSudoers } from "./sudoers-text.ts"

/** Who asks, as sudoers may name them. */
export type Asker = {
  readonly user: string
  readonly uid: number | null
  readonly groups: readonly string[]
  readonly gids: readonly number[]
  /** networking.hostName of the system to be. */
  readonly host: string
}

export type SudoAnswer = {
  /** May the user run any command as root, and is a password asked for? */
  readonly answer: "asks" | "free" | "no"
  /** Lines of the user's own that might say otherwise weren't understood. */
  readonly unread: boolean
}

/**
 * What sudo would answer, by the rules in their order: the last that speaks of
 * the user, the host, root and every command has the word (sudoers(5), "the
 * last match is used"). Pure.
 */
export function askSudo(sudo: CandidateSudo, who: Asker): SudoAnswer {
  const { free, rules, unread } = readSudoers(sudo.extraConfig)
  const answers = [...sudo.rules, ...rules].flatMap((rule) =>
    answersOf(rule, who),
  )
  const answer = answers.at(-1) ?? "no"
  if (!sudo.enable || (sudo.wheelOnly && !who.groups.includes("wheel")))
    return { answer: "no", unread: false }
  return { answer: answer === "asks" && free ? "free" : answer, unread }
}

function answersOf(rule: SudoRule, who: Asker): SudoAnswer["answer"][] {
  if (!speaksOf(rule, who) || !isRoot(rule.runAs)) return []
  if (!["ALL", who.host].includes(rule.host)) return []
  let free = false
  return rule.commands.flatMap(({ command, options }) => {
    // A tag holds for what follows it in the list as well.
    if (options.includes("NOPASSWD")) free = true
    if (options.includes("PASSWD")) free = false
    if (command === "!ALL") return ["no"]
    return command === "ALL" ? [free ? "free" : "asks"] : []
  })
}

function speaksOf({ groups, users }: SudoRule, who: Asker): boolean {
  const asUser = ["ALL", who.user, who.uid, `#${who.uid}`]
  const asGroup = [...who.groups, ...who.gids]
  const inUsers = asGroup.map((group) =>
    typeof group === "number" ? `%#${group}` : `%${group}`,
  )
  return (
    users.some(
      (user) => asUser.includes(user) || inUsers.includes(`${user}`),
    ) || groups.some((group) => asGroup.includes(group))
  )
}

/** `ALL`, `ALL:ALL`, `root`, `root:wheel`, `#0`; not `:group` or `bar`. */
function isRoot(runAs: string): boolean {
  const [user = ""] = runAs.split(":")
  return user
    .split(",")
    .some((one) => ["#0", "ALL", "root"].includes(one.trim()))
}
