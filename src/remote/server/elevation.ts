import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { Secret } from "../../secret.ts"
import type { Completed, Connection } from "../connection.ts"
import { lastLines } from "../strip.ts"

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

/** sudo's prompt on stderr, which is no evidence of anything. */
const prompt = "sdops-sudo-password."

/** The command string that starts a server's shell. */
export function commandOf(elevation: Elevation): string {
  // With a password, the login user's own shell comes before sudo's.
  if (elevation.by !== "sudo") return "/bin/sh -s"
  return `${sudo} -n /bin/sh -s`
}

/**
 * How the login user's shell becomes root's with a password; `-k`: what a
 * remembered one would leave unread is the server's.
 */
export const sudoWithPassword = `${sudo} -k -S -p ${prompt}`

/**
 * Why a script never began. What sudo, its successors or PAM say differs by
 * program, version and language, so it is evidence only: whoever isn't root
 * and ended with a failure could not become root. Errors: `noElevation`, else
 * `noShell`.
 */
export function neverBegan(
  elevation: Elevation,
  completed: Completed,
  { host, login }: Pick<Connection, "host" | "login">,
): SdopsError {
  const { exit, signal, stderr, stdout } = completed
  const said = lastLines(stderr.replaceAll(prompt, ""), 3)
  const theirs = stdout.replaceAll(/sdops-ready-\S*/g, "")
  const evidence = said.length > 0 ? said : lastLines(theirs, 3)
  if (elevation.by !== "root" && exit !== 0 && exit !== undefined) {
    return noElevation(elevation, { host, login }, { evidence })
  }
  const ended = exit === undefined ? `signal ${signal}` : `exit ${exit}`
  const because = [`it ended with ${ended} before the script began`]
  return fail("noShell", { login }, { because, evidence, host })
}

/**
 * `noElevation` when a script did run, and not as root.
 * Input: the user id that it said; undefined when it could not tell.
 */
export function notAsRoot(
  elevation: Elevation,
  uid: number | undefined,
  at: Pick<Connection, "host" | "login">,
): SdopsError | undefined {
  if (elevation.by === "root" || uid === undefined || uid === 0) return
  const because = [`sudo ran a script with user id ${uid}, not as root`]
  return noElevation(elevation, at, { because })
}

function noElevation(
  elevation: Exclude<Elevation, { readonly by: "root" }>,
  { host, login }: Pick<Connection, "host" | "login">,
  why: {
    readonly because?: readonly string[]
    readonly evidence?: readonly string[]
  },
): SdopsError {
  const password = elevation.by === "sudo" ? "unsaid" : "refused"
  const details = { host, login, password, user: elevation.user } as const
  return fail("noElevation", details, { ...why, host })
}
