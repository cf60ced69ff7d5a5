// One set-up at a time in one checkout, also when several commands start.
import { randomUUID } from "node:crypto"
import { link, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

const poll = 200

/**
 * Runs work while holding a lock file; a dead holder's lock is taken.
 * @template Result
 * @param {string} file
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function locked(file, work) {
  await mkdir(dirname(file), { recursive: true })
  while (!(await taken(file))) {
    if (await abandoned(file)) await rm(file, { force: true })
    else await pause(poll)
  }
  try {
    return await work()
  } finally {
    await rm(file, { force: true })
  }
}

/** @param {string} file */
async function taken(file) {
  // Linked when it is whole, so that nobody reads a lock without its holder.
  // Two of one process must not take each other's away.
  const mine = `${file}.${process.pid}.${randomUUID()}`
  await writeFile(mine, `${process.pid}\n`)
  try {
    await link(mine, file)
    return true
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false
    throw error
  } finally {
    await rm(mine, { force: true })
  }
}

/**
 * Whether the process that wrote the lock has ended.
 * @param {string} file
 */
async function abandoned(file) {
  const text = await readFile(file, "utf8").catch(() => "")
  const holder = Number(text)
  // Gone again: the next try takes it.
  if (!Number.isInteger(holder) || holder === 0) return false
  try {
    process.kill(holder, 0)
    return false
  } catch (error) {
    return codeOf(error) === "ESRCH"
  }
}

/** @param {unknown} error */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined
}
