import { readdir } from "node:fs/promises"
import { hostname } from "node:os"
import { basename, join } from "node:path"
import { fail } from "../errors/fail.ts"
import { type Read, readJournal } from "./read-journal.ts"

const ending = ".ndjson"

/** Where the journals of a fleet lie. */
function journalsOf(root: string): string {
  return join(root, "rollouts", ".journal")
}

/** The journal of a rollout of that name. */
export function journalOf(root: string, name: string): string {
  return join(journalsOf(root), `${name}${ending}`)
}

/** The rollout that a journal is of. */
export function nameOfJournal(file: string): string {
  return basename(file, ending)
}

/**
 * The newest rollout of a fleet that has not come to its end. Errors:
 * `noRollout`; `rolloutRuns` when its process lives; `badJournal`.
 */
export async function unfinished(root: string): Promise<Read> {
  const found = await readdir(journalsOf(root)).catch(() => [])
  const names = found.filter((name) => name.endsWith(ending)).sort()
  for (const name of names.toReversed()) {
    const read = await readJournal(join(journalsOf(root), name))
    if (read === undefined || read.progress.ended) continue
    const { machine, pid } = read.progress.writer
    if (machine === hostname() && lives(pid)) {
      throw fail("rolloutRuns", { name: nameOfJournal(read.file), pid })
    }
    return read
  }
  throw fail("noRollout", { folder: journalsOf(root) })
}

function lives(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be asked, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}
