import { mkdir, open, type FileHandle } from "node:fs/promises"
import { hostname } from "node:os"
import { dirname } from "node:path"
import { kebabKeys } from "../camel-keys.ts"
import type { Settings, Wave } from "./settings.ts"
import type { WrittenEntry } from "./entry.ts"

/** A rollout's NDJSON file, open for what comes next. */
export type Journal = AsyncDisposable & {
  readonly file: string
  /** Resolves when the entry is on the disk. */
  readonly write: (entry: Unstamped) => Promise<void>
}

type Without<Value, Key> = Value extends unknown
  ? Omit<Value, Key & keyof Value>
  : never
type Unstamped = Without<WrittenEntry, "at" | "machine" | "pid">

/** Makes the journal of a new rollout. The file must not be there yet. */
export async function beginJournal(
  file: string,
  waves: readonly Wave[],
  settings: Settings,
): Promise<Journal> {
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(file, "ax", 0o644)
  const folder = await open(dirname(file))
  await folder.sync().finally(() => folder.close())
  const journal = journalOn(handle, file)
  await journal.write({
    entry: "begun",
    settings: kebabKeys(settings),
    version: 1,
    waves: [...waves],
  })
  return journal
}

/**
 * Opens a journal to write on. `length` is that of its whole lines in bytes:
 * half a line that a power cut left behind goes.
 */
export async function continueJournal(
  file: string,
  length: number,
): Promise<Journal> {
  const handle = await open(file, "r+")
  await handle.truncate(length)
  await handle.close()
  const journal = journalOn(await open(file, "a"), file)
  await journal.write({ entry: "resumed" })
  return journal
}

function journalOn(handle: FileHandle, file: string): Journal {
  // Hosts end at the same time; their lines don't mix.
  let last: Promise<unknown> = Promise.resolve()
  return {
    file,
    write: (entry) => {
      const line = `${JSON.stringify(stamped(entry))}\n`
      const mine = last.then(async () => {
        await handle.appendFile(line)
        await handle.sync()
      })
      last = mine.catch(() => {})
      return mine
    },
    [Symbol.asyncDispose]: async () => {
      await last
      await handle.close()
    },
  }
}

function stamped(entry: Unstamped): object {
  const at = new Date().toISOString()
  const writes = entry.entry === "begun" || entry.entry === "resumed"
  const writer = { machine: hostname(), pid: process.pid }
  return { at, ...entry, ...(writes && writer) }
}
