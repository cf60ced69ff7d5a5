import { stat } from "node:fs/promises"
import { hostname, uptime } from "node:os"
import { join } from "node:path"

/** Milliseconds after which another machine's ticket counts no more. */
const foreign = 120_000

/** Milliseconds by which a clock may have been set since. */
const clockSlack = 60_000

const pattern = /^(\d{1,9})\.(\d+)\.[0-9a-f-]{36}\.(.*)$/su

export function isTicket(name: string): boolean {
  return pattern.test(name)
}

/** The number of a ticket, `NUMBER.PID.UUID.MACHINE`; -1 of any other file. */
export function numberOf(name: string): number {
  return Number(pattern.exec(name)?.[1] ?? -1)
}

export function pidOf(name: string): number {
  return Number(pattern.exec(name)?.[2] ?? 0)
}

/**
 * Whether the owner of a ticket still is: a process of this machine and boot
 * that lives; of another machine, which may share the folder, a late one.
 */
export async function isWaiting(
  folder: string,
  name: string,
): Promise<boolean> {
  const machine = pattern.exec(name)?.[3]
  const found = await stat(join(folder, name)).catch(() => undefined)
  if (found === undefined) return false
  const age = Date.now() - found.mtimeMs
  if (machine !== hostname()) return age < foreign
  return age < uptime() * 1000 + clockSlack && isAlive(pidOf(name))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}
