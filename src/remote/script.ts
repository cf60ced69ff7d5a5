import { fail } from "../errors/fail.ts"
import type { Completed, Connection, RunOptions } from "./connection.ts"
import {
  type Elevation,
  refusedBySudo,
  shell,
  withoutPrompt,
} from "./elevation.ts"
import { quote } from "./quote.ts"
import { lastLines } from "./strip.ts"

export type Script = Omit<RunOptions, "stdin"> & {
  /** POSIX sh. */
  readonly script: string
  /** Shell variables that the script finds set. */
  readonly variables?: Readonly<Record<string, string>> | undefined
  readonly elevation: Elevation
  /**
   * The script's own stdin. It costs a second round trip, as a password does:
   * the script is then a file of the host, gone when it has begun.
   */
  readonly stdin?: string | Uint8Array | undefined
}

/**
 * Runs a POSIX script on a host, elevated; nothing is quoted into the SSH
 * command string, since login shells differ (activation.md §1).
 * Errors: `noElevation` when sudo refuses, and those of `Connection.run`.
 */
export async function runScript(
  connection: Connection,
  input: Script,
): Promise<Completed> {
  const { elevation, script, stdin, variables, ...options } = input
  const text = `${assignments(variables ?? {})}${script}`
  const completed =
    stdin === undefined && elevation.by !== "sudo-password"
      ? await connection.run(shell(elevation, "-s"), {
          ...options,
          stdin: text,
        })
      : await runFile(connection, { ...input, script: text })
  const refusal = refusedBySudo(elevation, completed, connection.host)
  if (refusal !== undefined) throw refusal
  return completed
}

/** `name='value'` lines. Errors: `TypeError` for a name that is none. */
export function assignments(
  variables: Readonly<Record<string, string>>,
): string {
  const lines = Object.entries(variables).map(([name, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new TypeError(`${name} is no name of a shell variable`)
    }
    return `${name}=${quote(value)}\n`
  })
  return lines.join("")
}

/**
 * Puts the script into a private file of the login user, then runs that. The
 * password is the first line of stdin; where sudo didn't want it, the script
 * skips it, up to a line of ours.
 */
async function runFile(
  connection: Connection,
  input: Script,
): Promise<Completed> {
  const { elevation, script, stdin, variables: _, ...options } = input
  const mark = `sdops-stdin-${crypto.randomUUID()}`
  const prelude = [
    `rm -rf -- "\${0%/script}"`,
    `while IFS= read -r sdops_line; do`,
    `  [ "$sdops_line" != ${quote(mark)} ] || break`,
    `done`,
    `unset sdops_line`,
    ``,
  ].join("\n")
  const path = await upload(connection, prelude + script, options)
  const password =
    elevation.by === "sudo-password" ? `${elevation.password.reveal()}\n` : ""
  const head = Buffer.from(`${password}${mark}\n`)
  const completed = await connection.run(shell(elevation, path), {
    ...options,
    stdin: Buffer.concat([head, Buffer.from(stdin ?? "")]),
  })
  return withoutPrompt(completed)
}

async function upload(
  connection: Connection,
  text: string,
  options: Omit<RunOptions, "onLine" | "stdin">,
): Promise<string> {
  // dash reads its script ahead in blocks, so that a `cat` in it would miss
  // bytes: the file comes as a here-document.
  const end = `sdops-end-${crypto.randomUUID()}`
  const writer = [
    "set -eu",
    "umask 077",
    'folder=$(mktemp -d "${TMPDIR:-/tmp}/sdops-XXXXXXXX")',
    `cat > "$folder/script" <<'${end}'`,
    text,
    end,
    'printf "%s\\n" "$folder/script"',
    "",
  ].join("\n")
  const { deadline, during, signal } = options
  const completed = await connection.run("/bin/sh -s", {
    deadline,
    during,
    signal,
    stdin: writer,
  })
  const path = completed.stdout.trim()
  if (completed.exit === 0 && /^\/[A-Za-z0-9/._-]+\/script$/.test(path)) {
    return path
  }
  throw fail(
    "noScriptFile",
    { during },
    { host: connection.host, evidence: lastLines(completed.stderr, 3) },
  )
}
