/** A boot entry of type #1, as NixOS's systemd-boot builder writes it. */
export type Entry = {
  /** File name, such as `nixos-generation-3.conf`. */
  readonly id: string
  readonly title: string
  readonly sortKey: string
  readonly version: string
  readonly linux: string
  readonly initrd: string
  readonly options: string
  readonly machineId: string
}

const keys = [
  ["title", "title"],
  ["sort-key", "sortKey"],
  ["version", "version"],
  ["linux", "linux"],
  ["initrd", "initrd"],
  ["options", "options"],
  ["machine-id", "machineId"],
] as const

/** The file's text; keys without a value are left out. */
export function formatEntry(entry: Entry): string {
  return keys
    .filter(([, field]) => entry[field] !== "")
    .map(([key, field]) => `${key} ${entry[field]}\n`)
    .join("")
}

/** Reads a file; unknown keys are nobody's business here. */
export function parseEntry(id: string, text: string): Entry {
  const found = new Map(
    text.split("\n").map((line) => {
      const [, key = "", value = ""] = /^(\S+)\s+(.*)$/.exec(line) ?? []
      return [key, value.trim()]
    }),
  )
  const fields = keys.map(([key, field]) => [field, found.get(key) ?? ""])
  return { id, ...Object.fromEntries(fields) } as Entry
}

/** The toplevel that an entry boots; undefined if it names none. */
export function systemOf(entry: Entry): string | undefined {
  return /(?:^|\s)init=(\S+)\/init(?:\s|$)/.exec(entry.options)?.[1]
}

/** Generation that an entry says; 0 if it isn't of NixOS. */
export function generationOf({ version }: Entry): number {
  return Number(/^Generation (\d+) /.exec(version)?.[1] ?? 0)
}
