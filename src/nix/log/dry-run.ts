import { readMessages } from "./messages.ts"

/** What a build would do; asked of Nix, which checks no signatures for it. */
export type DryRun = {
  /** Derivations, including those that no cache is ever asked for. */
  readonly built: readonly string[]
  readonly fetched: readonly string[]
  /** Paths that nothing offers. */
  readonly unknown: readonly string[]
  /** Bytes; Nix rounds them. */
  readonly download: number
  readonly unpacked: number
}

/** Parses the stderr of `nix build --dry-run`; nothing at all is "no work". */
export function parseDryRun(stderr: string): DryRun {
  const lists = { built: [], fetched: [], unknown: [] } as {
    built: string[]
    fetched: string[]
    unknown: string[]
  }
  let list: string[] | undefined
  let sizes = { download: 0, unpacked: 0 }
  for (const line of readMessages(stderr).lines) {
    if (/^(this|these \d+) derivations? will be built:/.test(line)) {
      list = lists.built
    } else if (/^(this|these \d+) paths? will be fetched/.test(line)) {
      list = lists.fetched
      sizes = sizesOf(line)
    } else if (line.startsWith("don't know how to build these paths")) {
      list = lists.unknown
    } else if (/^ {2}\/\S+$/.test(line)) {
      list?.push(line.trim())
    } else {
      list = undefined
    }
  }
  return { ...lists, ...sizes }
}

function sizesOf(line: string): { download: number; unpacked: number } {
  const of = (what: string) => {
    const pattern = new RegExp(String.raw`([\d.]+) (\w*B|bytes) ${what}`)
    const [, amount, unit] = pattern.exec(line) ?? []
    return Math.round(Number(amount ?? 0) * (units[unit ?? ""] ?? 1))
  }
  return { download: of("download"), unpacked: of("unpacked") }
}

// 2.26 always says MiB; 2.34 takes the unit that fits.
const units: Readonly<Record<string, number>> = {
  GiB: 2 ** 30,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  TiB: 2 ** 40,
}
