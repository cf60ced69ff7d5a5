import { readFile } from "node:fs/promises"

/**
 * A process as a name that isn't used again: pid and time of its start, in
 * clock ticks since the outer machine booted. Undefined: there is none.
 */
export async function identityOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "")
  const after = text.slice(text.lastIndexOf(")") + 2).split(" ")
  const [started] = after.slice(19)
  return started === undefined ? undefined : `${pid} ${started}`
}

/** Whether the process of that identity still runs. */
export async function isAlive(identity: string): Promise<boolean> {
  return (await identityOf(Number.parseInt(identity))) === identity
}
