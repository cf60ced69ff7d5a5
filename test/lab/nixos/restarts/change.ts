/** What becomes of a running unit in a switch. */
export type Fate =
  /** The same process goes on. */
  | "kept"
  /** The same process was asked to read its configuration. */
  | "reloaded"
  /** Another process, or another mount, runs in its place. */
  | "restarted"
  /** It runs, and hadn't run before. */
  | "started"
  /** It doesn't run any more. */
  | "stopped"

/** A list of a dry activation, or none of them; `keep`: would NOT stop. */
export type Said = "nothing" | "keep" | "reload" | "restart" | "start" | "stop"

/** One small change of a configuration, there and back. */
export type Change = {
  /** The unit that is looked at. */
  readonly unit: string
  /** Nix: attributes of a module of the first system, and of the second. */
  readonly first: string
  readonly second: string
  /** Run on the host before either switch. */
  readonly before?: string
  /** Whether each switch does it, also one that changes other units. */
  readonly always?: true
  /** In the switch from the first to the second, and in the one back. */
  readonly becomes: readonly [Fate, Fate]
  readonly says: readonly [Said, Said]
}

/** The text of a service that sleeps, with more of it. */
export function sleeping(name: string, text: string): string {
  return `systemd.services."${name}" = lib.mkMerge [ sleeping { ${text} } ];`
}

type Ends = Pick<Change, "always" | "becomes" | "before" | "says">

/** A service beside whose text something changes: a variable, at least. */
export function beside(
  name: string,
  of: (variable: string, step: 1 | 2) => readonly string[],
  ends: Ends,
): Change {
  const first = of(`environment.LEVEL = "1";`, 1).join("\n")
  const second = of(`environment.LEVEL = "2";`, 2).join("\n")
  return { ...ends, first, second, unit: `${name}.service` }
}

type Rest = Partial<Ends>

/** A change of a service that sleeps: texts of `systemd.services.NAME`. */
export function service(
  name: string,
  first: string,
  second: string,
  { becomes = both("restarted"), says = both("stop"), ...more }: Rest = {},
): Change {
  const of = (_: string, step: 1 | 2) => [
    sleeping(name, step === 1 ? first : second),
  ]
  return beside(name, of, { becomes, says, ...more })
}

export function both<Word>(word: Word): readonly [Word, Word] {
  return [word, word]
}
