import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import type { Secret } from "../secret.ts"
import type { Completed } from "./connection.ts"
import { lastLines } from "./strip.ts"

/** How a script becomes root's. */
export type Elevation =
  | { readonly by: "root" }
  | { readonly by: "sudo"; readonly user: string }
  | {
      readonly by: "sudo-password"
      readonly user: string
      readonly password: Secret
    }

/** What a login user needs. */
export function elevationOf(user: string, password?: Secret): Elevation {
  if (user === "root") return { by: "root" }
  if (password === undefined) return { by: "sudo", user }
  return { by: "sudo-password", user, password }
}

/** NixOS keeps the setuid sudo here, outside every store path. */
const sudo = "/run/wrappers/bin/sudo"

/** The command string that runs `/bin/sh ARGUMENT`, elevated. */
export function shell(elevation: Elevation, argument: string): string {
  switch (elevation.by) {
    case "root":
      return `/bin/sh ${argument}`
    case "sudo":
      return `${sudo} -n /bin/sh ${argument}`
    case "sudo-password":
      // -k: a remembered password would leave ours for the script to read.
      return `${sudo} -k -S -p ${prompt} /bin/sh ${argument}`
  }
}

/** sudo's prompt on stderr; an empty one would have to be quoted. */
const prompt = "sdops-sudo-password."

/** A result without sudo's prompt. */
export function withoutPrompt(completed: Completed): Completed {
  const stderr = completed.stderr.replaceAll(prompt, "")
  return { ...completed, stderr }
}

// sudo's own words (sudoers plugin, logging.c and auth.c), before it runs
// anything; and what a login shell says where there is no sudo.
const refusals: readonly RegExp[] = [
  /^sudo: (a password|a terminal) is required/m,
  /^sudo: (no password was provided|\d+ incorrect password)/m,
  /^sudo: .*(must be setuid|is not writable|unable to)/m,
  /^Sorry, (try again|user )/m,
  /^\S+ is not (in the sudoers file|allowed to run sudo)/m,
  /\/sudo:? .*(not found|No such file)/,
  /Unknown command.*\/sudo/,
  /Cannot find.*sudo/i,
]

/** `noElevation` when sudo itself refused; the script did not run then. */
export function refusedBySudo(
  elevation: Elevation,
  completed: Completed,
  host: string,
): SdopsError | undefined {
  if (elevation.by === "root") return undefined
  const { exit, stderr, stdout } = completed
  if (exit === 0 || stdout !== "") return undefined
  if (!refusals.some((it) => it.test(stderr))) return undefined
  const evidence = lastLines(stderr, 3)
  return fail("noElevation", { user: elevation.user }, { host, evidence })
}
