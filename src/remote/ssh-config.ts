import { homedir } from "node:os"
import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { type Ran, run } from "../process.ts"
import {
  parseSshSettings,
  parseSshWords,
  type SshSettings,
} from "./ssh-settings.ts"
import { lastLines } from "./strip.ts"
import type { Target } from "./target.ts"

export type RemoteContext = Pick<
  Context<never>,
  "environment" | "limits" | "reached" | "signal"
>

/** The `-F` of every call of OpenSSH, or nothing. */
export function configFlags(environment: NodeJS.ProcessEnv): string[] {
  const file = environment["SDOPS_SSH_CONFIG"]
  return file === undefined || file === "" ? [] : ["-F", file]
}

/** The flags that name a target, before its address. */
export function targetFlags(
  target: Target,
  environment: NodeJS.ProcessEnv,
): string[] {
  return [
    ...configFlags(environment),
    ...(target.port === undefined ? [] : ["-p", String(target.port)]),
    ...(target.user === undefined ? [] : ["-l", target.user]),
  ]
}

/**
 * Asks OpenSSH, once, what it would do for a target (`ssh -G`).
 * Errors: `sshConfig` when ssh is missing or rejects its configuration;
 * `interrupted`.
 */
export async function askSsh(
  target: Target,
  context: RemoteContext,
): Promise<SshSettings> {
  const { environment } = context
  const agent = environment["SSH_AUTH_SOCK"]
  return parseSshSettings(await answer(target, context), {
    home: environment["HOME"] ?? homedir(),
    ...(agent === undefined || agent === "" ? {} : { agent }),
  })
}

/** The same as keywords in lower case and their values. Errors: the same. */
export async function askSshWords(
  target: Target,
  context: RemoteContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  return parseSshWords(await answer(target, context))
}

const causes: Partial<Record<Ran["why"], readonly string[]>> = {
  deadline: ["ssh gave no answer in time"],
  missing: ["ssh is not installed"],
}

async function answer(target: Target, context: RemoteContext): Promise<string> {
  const { environment, limits, signal } = context
  const flags = targetFlags(target, environment)
  // With a command, as later: without one, ssh refuses some configurations.
  const own = ["-o", "RemoteCommand=none"]
  const ran = await run(
    ["ssh", "-G", ...own, ...flags, "--", target.address, "true"],
    { deadline: limits.connect, environment, signal },
  )
  if (signal.aborted) {
    const state = `${target.address} was not contacted`
    throw fail("interrupted", { state }, { host: target.name })
  }
  if (ran.exit === 0) return ran.stdout
  throw fail(
    "sshConfig",
    { address: target.address },
    {
      host: target.name,
      because: causes[ran.why] ?? [],
      evidence: lastLines(ran.stderr),
    },
  )
}
