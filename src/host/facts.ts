import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import type { Completed } from "../remote/connection.ts"
import type { HostShell, ShellTask } from "./shell.ts"
import { lastLines } from "../remote/strip.ts"

export type Facts = ReadonlyMap<string, string>

/**
 * Parses `key NUL value NUL …`. A fact that could not be had is absent, and
 * `<key>.error` has the reason. Undefined: the answer was cut short.
 */
export function parseFacts(stdout: string): Facts | undefined {
  const parts = stdout.split("\0")
  const rest = parts.pop()
  if (rest !== "" || parts.length % 2 !== 0) return undefined
  const facts = new Map<string, string>()
  for (let i = 0; i < parts.length; i += 2)
    facts.set(parts[i] as string, parts[i + 1] as string)
  return facts
}

/**
 * Runs a script that answers in facts and always exits 0.
 * Errors: `diskFull`, `hostScript` when it ends otherwise; those of the
 * connection.
 */
export async function ask(shell: HostShell, task: ShellTask): Promise<Facts> {
  const ran = await shell.run(task)
  const facts = parseFacts(ran.stdout)
  if (ran.exit === 0 && facts !== undefined) return facts
  throw scriptFailed(shell.host, task, ran)
}

/** Why a script that should have exited 0 did not: `diskFull`, `hostScript`. */
export function scriptFailed(
  host: string,
  { during }: Pick<ShellTask, "during">,
  { exit, signal, stderr, stdout }: Completed,
): SdopsError {
  const circumstances = { evidence: lastLines(stderr || stdout), host }
  // What the C library says for ENOSPC, in the locale of our scripts.
  if (stderr.includes("No space left on device")) {
    const details = { machine: undefined, where: host }
    return fail("diskFull", details, circumstances)
  }
  const ended = exit === undefined ? `signal ${signal}` : `exit ${exit}`
  return fail("hostScript", { during, ended }, circumstances)
}
