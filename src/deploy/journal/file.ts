import { appendFile, mkdir, readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { type JournalEntry, journalEntry } from "./entry.ts"

/** Where a fleet's folder keeps what was deployed from this machine. */
export function journalIn(root: string): string {
  return join(root, ".sdops", "deployments.ndjson")
}

/**
 * Adds an entry, a line by itself, also while others write. Returns what to
 * tell when it can't: a deployment isn't worse for it.
 */
export async function writeEntry(
  root: string,
  entry: JournalEntry,
): Promise<string | undefined> {
  const file = journalIn(root)
  try {
    await mkdir(dirname(file), { recursive: true })
    // Opened for appending, a line this short is written at once.
    await appendFile(file, `${JSON.stringify(entry)}\n`)
    return undefined
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException
    return `sdops history doesn't have this: can't write to ${file} (${code})`
  }
}

/** What a fleet's journal has, the oldest first, and lines that say nothing. */
export async function readEntries(root: string): Promise<{
  readonly entries: readonly JournalEntry[]
  readonly unreadable: number
}> {
  const text = await readFile(journalIn(root), "utf8").catch(() => "")
  const lines = text.split("\n").filter((line) => line !== "")
  const entries = lines.flatMap((line) => {
    const parsed = journalEntry.safeParse(parsedJson(line))
    return parsed.success ? [parsed.data] : []
  })
  return { entries, unreadable: lines.length - entries.length }
}

function parsedJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
