/** What keeps store paths of a host, and what collects the others. */
export type Garbage = {
  /** Days since the last collection; undefined: none is known. */
  readonly collected: number | undefined
  /** Where the most links lie that keep paths, the most first. */
  readonly folders: readonly {
    readonly folder: string
    readonly links: number
  }[]
  /** Links, such as `result`, that keep paths; profiles aside. */
  readonly links: number
  /** Units that collect by the clock. */
  readonly timers: readonly string[]
}

/** Reads what `garbage.sh` says; the clock is the host's. */
export function garbageOf(said: {
  readonly clock: number
  readonly collected: string
  /** Lines NUMBER FOLDER, and the number of all. */
  readonly folders: readonly string[]
  readonly timers: readonly string[]
}): Garbage {
  const { clock, collected, folders, timers } = said
  const seconds = Number(collected.trim())
  return {
    collected: seconds > 0 ? (clock - seconds) / 86_400 : undefined,
    folders: folders.slice(0, -1).map((line) => {
      const at = line.indexOf(" ")
      const links = Number(line.slice(0, at)) || 0
      return { folder: line.slice(at + 1), links }
    }),
    links: Number(folders.at(-1) ?? 0) || 0,
    timers,
  }
}
