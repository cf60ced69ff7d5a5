/** What a command takes, as oclif's manifest has it. */
export type Taking = {
  readonly args: Readonly<
    Record<string, { readonly options?: readonly string[] | undefined }>
  >
  readonly flags: Readonly<
    Record<
      string,
      {
        readonly char?: string | undefined
        readonly options?: readonly string[] | undefined
        readonly type: "boolean" | "option"
      }
    >
  >
  /** Such as `cache:add`. */
  readonly id: string
}

export type Known = {
  readonly commands: readonly Taking[]
  /** Names, `@tag`s and `all`. */
  readonly hosts: () => Promise<readonly string[]>
  /** Pages of help beside those of commands. */
  readonly topics: readonly string[]
}

/** Flags whose value is a host. */
const hostFlags = ["from", "on"]

/**
 * What the last of the words may become; the words are those after `sdops`.
 * Whole words, sorted; whether they begin as the last does is the shell's to
 * judge.
 */
export async function candidates(
  words: readonly string[],
  known: Known,
): Promise<readonly string[]> {
  const before = words.slice(0, -1)
  const last = words.at(-1) ?? ""
  const { commands } = known
  const named = [2, 1].flatMap((count) => {
    const id = before.slice(0, count).join(":")
    const found = commands.find((command) => command.id === id)
    return before.length >= count && found ? [{ command: found, count }] : []
  })[0]
  const next = nextWords(before, commands)
  if (named === undefined) return next
  const rest = before.slice(named.count)
  // What follows is somebody else's command line.
  if (rest.includes("--")) return []
  const { args, flags, id } = named.command
  const previous = flagOf(rest.at(-1) ?? "", flags)
  if (previous?.flag.type === "option") {
    if (previous.flag.options !== undefined) return previous.flag.options
    return hostFlags.includes(previous.name) ? known.hosts() : []
  }
  if (last.startsWith("-"))
    return Object.keys(flags)
      .map((name) => `--${name}`)
      .toSorted()
  const options = Object.values(args).flatMap((arg) => arg.options ?? [])
  if (options.length > 0) return options
  if (["help", "schema"].includes(id)) {
    const more = id === "help" && rest.length === 0 ? known.topics : []
    return [...nextWords(rest, commands), ...more].toSorted()
  }
  const takesHosts = Object.keys(args).some((name) => /^hosts?$/.test(name))
  const hosts = takesHosts ? await known.hosts() : []
  return rest.length === 0 ? [...next, ...hosts] : hosts
}

/** The words that may follow, on the way to a command. */
function nextWords(
  before: readonly string[],
  commands: readonly Taking[],
): readonly string[] {
  const found = commands.flatMap(({ id }) => {
    const parts = id.split(":")
    const next = parts[before.length]
    const fits = before.every((word, at) => parts[at] === word)
    return fits && next !== undefined ? [next] : []
  })
  return [...new Set(found)].toSorted()
}

function flagOf(word: string, flags: Taking["flags"]) {
  const found = Object.entries(flags).find(
    ([name, { char }]) =>
      word === `--${name}` || (char !== undefined && word === `-${char}`),
  )
  return found && { flag: found[1], name: found[0] }
}
