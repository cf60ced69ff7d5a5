import { entry } from "../entry.ts"

export const cliErrors = {
  bug: entry<{ message: string }>({
    code: "SDOPS_BUG",
    exit: "failed",
    about: "something that sdops did not expect; a mistake in sdops",
    says: ({ message }) => `an unexpected error in sdops: ${message}`,
    help: () => ["sdops --version"],
  }),
  interrupted: entry<{ host?: string; state: string }>({
    code: "SDOPS_INTERRUPTED",
    exit: "interrupted",
    about: "Ctrl-C or a signal stopped sdops",
    says: ({ state }) => `interrupted: ${state}`,
    help: ({ host = "all" }) => [`sdops resume ${host}`],
  }),
  needsYes: entry<{ again: string; flag: string; question: string }>({
    code: "SDOPS_NEEDS_YES",
    exit: "refused",
    about: "a question had to be asked, and nobody is there to answer",
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
