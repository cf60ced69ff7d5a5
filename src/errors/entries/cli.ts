import { entry } from "../entry.ts"

export const cliErrors = {
  bug: entry<{ message: string }>({
    code: "SDOPS_BUG",
    exit: "failed",
    about: "an unexpected error: a bug in sdops",
    says: ({ message }) => `unexpected error in sdops: ${message}`,
    help: () => ["sdops --version"],
  }),
  interrupted: entry<{ again?: string; host?: string; state: string }>({
    code: "SDOPS_INTERRUPTED",
    exit: "interrupted",
    about: "Ctrl-C or a signal stopped sdops",
    says: ({ state }) => `interrupted: ${state}`,
    help: ({ again, host = "all" }) => [again ?? `sdops resume ${host}`],
  }),
  needsTerminal: entry<{ again: string; command: string }>({
    code: "SDOPS_NEEDS_TERMINAL",
    exit: "refused",
    about: "a command that talks with a person was started without a terminal",
    says: ({ command }) => `sdops ${command} needs a terminal`,
    help: ({ again }) => [again],
  }),
  needsYes: entry<{ again: string; flag: string; question: string }>({
    code: "SDOPS_NEEDS_YES",
    exit: "refused",
    about: "a question was answered with no, or nobody could answer it",
    says: ({ question }) => `not confirmed: ${question}`,
    help: ({ again, flag }) => [`${again} ${flag}`],
  }),
  usage: entry<{ problem: string; try: readonly string[] }>({
    code: "SDOPS_USAGE",
    exit: "usage",
    about: "an unknown command, flag or value",
    says: ({ problem }) => problem,
    help: ({ try: commands }) => commands,
  }),
}
