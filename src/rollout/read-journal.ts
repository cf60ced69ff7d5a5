import { readFile } from "node:fs/promises"
import { fail } from "../errors/fail.ts"
import { type Entry, entry } from "./entry.ts"
import { type Progress, replay } from "./replay.ts"

/** A journal as it was left. */
export type Read = {
  readonly file: string
  /** Bytes of its whole lines. */
  readonly length: number
  readonly progress: Progress
}

/** Reads a journal from the disk. Errors: `badJournal`. */
export async function readJournal(file: string): Promise<Read | undefined> {
  const text = await readFile(file, "utf8")
  const whole = text.slice(0, text.lastIndexOf("\n") + 1)
  // Killed before its first line: nothing was begun.
  if (whole === "") return undefined
  const progress = replay(entriesOf(whole, file))
  if (progress === undefined) throw fail("badJournal", { file, line: 1 })
  return { file, length: Buffer.byteLength(whole), progress }
}

function entriesOf(text: string, file: string): readonly Entry[] {
  const lines = text.split("\n").slice(0, -1)
  return lines.map((line, index) => {
    const parsed = entry.safeParse(json(line))
    if (parsed.success) return parsed.data
    const cause = parsed.error
    throw fail("badJournal", { file, line: index + 1 }, { cause })
  })
}

function json(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
