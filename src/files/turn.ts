import { randomUUID } from "node:crypto"
import { mkdir, open, readdir, rm, rmdir } from "node:fs/promises"
import { hostname } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { isTicket, isWaiting, numberOf, pidOf } from "./ticket.ts"

/** Milliseconds between looks at who is before us. */
const poll = 25

/**
 * Does work on a fleet's files while no other process or call does; in the
 * order in which they came. In: the folder `hosts`, made where it isn't there.
 * Each draws a ticket, a file with the next number, and waits for the lower
 * ones. Whoever died is passed over, and nothing is ever taken from anybody, so
 * there is no moment in which two could take the same lock. Source: Lamport's
 * bakery, A New Solution of Dijkstra's Concurrent Programming Problem, 1974.
 * Errors: `fleetBusy` after `limits.edit` seconds; the signal's reason.
 */
export async function inTurn<Result>(
  folder: string,
  { limits, signal }: Pick<Context<never>, "limits" | "signal">,
  work: () => Promise<Result>,
): Promise<Result> {
  const tickets = join(folder, ".turns")
  const end = performance.now() + limits.edit * 1000
  await mkdir(folder, { recursive: true })
  const mine = await draw(tickets)
  try {
    // A name may be missed while it is made; it isn't missed twice.
    for (let free = 0; free < 2;) {
      signal.throwIfAborted()
      const [first] = await before(tickets, mine)
      free = first === undefined ? free + 1 : 0
      if (first !== undefined && performance.now() > end)
        throw fail("fleetBusy", {
          file: join(tickets, first),
          pid: pidOf(first),
        })
      if (first !== undefined) await pause(poll, undefined, { signal })
    }
    return await work()
  } finally {
    await rm(join(tickets, mine), { force: true })
    await rmdir(tickets).catch(() => {})
  }
}

/** Number 0 says that a number is being chosen. */
async function draw(tickets: string): Promise<string> {
  const owner = `${process.pid}.${randomUUID()}.${hostname()}`
  const choosing = join(tickets, `0.${owner}`)
  await put(tickets, choosing)
  try {
    const names = await readdir(tickets)
    const mine = `${Math.max(...names.map(numberOf)) + 1}.${owner}`
    await using _ = await open(join(tickets, mine), "wx")
    return mine
  } finally {
    await rm(choosing, { force: true })
  }
}

/** The folder goes with the last ticket, perhaps just now. */
async function put(tickets: string, ticket: string): Promise<void> {
  for (;;) {
    // Not `recursive`: that looks again at what was there, and it may be gone.
    await mkdir(tickets).catch(unless("EEXIST"))
    try {
      await using _ = await open(ticket, "wx")
      return
    } catch (error) {
      unless("ENOENT")(error)
    }
  }
}

/** Throws an error again that hasn't that code. */
function unless(code: string): (error: unknown) => void {
  return (error) => {
    if ((error as NodeJS.ErrnoException).code !== code) throw error
  }
}

/** Who is before us; those of the dead are thrown away. */
async function before(tickets: string, mine: string): Promise<string[]> {
  const names = await readdir(tickets)
  const others = names.filter((name) => name !== mine && isTicket(name))
  const found: string[] = []
  for (const name of others) {
    if (!(await isWaiting(tickets, name)))
      await rm(join(tickets, name), { force: true })
    else if (comesBefore(name, mine)) found.push(name)
  }
  return found
}

function comesBefore(one: string, other: string): boolean {
  const [a, b] = [numberOf(one), numberOf(other)]
  return a === b ? one < other : a < b
}
