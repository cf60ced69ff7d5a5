import { fail } from "../errors/fail.ts"
import type { Completed, Connection, RunOptions } from "./connection.ts"
import { type Elevation, neverBegan, notAsRoot, shell } from "./elevation.ts"
import { answerIn, marked, newMark, ownLines } from "./mark.ts"
import { quote } from "../quote.ts"
import { lastLines } from "./strip.ts"

type Options = Omit<RunOptions, "stdin">
type Sent = { readonly command: string } & Pick<RunOptions, "stdin">

export type Script = Options & {
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
 * Errors: `noElevation`, `noShell`, `noScriptFile` when the script never ran,
 * and those of `Connection.run`.
 */
export async function runScript(
  connection: Connection,
  input: Script,
): Promise<Completed> {
  const { elevation, script, stdin, variables, ...options } = input
  const text = `${assignments(variables ?? {})}${script}`
  if (stdin !== undefined || elevation.by === "sudo-password") {
    return runFile(connection, { ...input, script: text })
  }
  const send = (script: string) =>
    ({ command: shell(elevation, "-s"), stdin: script }) as const
  return runMarked(connection, { ...options, elevation, script: text, send })
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
 * Runs a script between marks of ours. Output: what it said itself, whatever
 * was said before and after it.
 */
async function runMarked(
  connection: Connection,
  input: Options & {
    readonly elevation: Elevation
    readonly script: string
    /** How the marked script is sent. */
    readonly send: (script: string) => Sent | Promise<Sent>
  },
): Promise<Completed> {
  const { elevation, onLine, script, send, ...options } = input
  const mark = newMark()
  const { command, stdin } = await send(marked(script, mark))
  const completed = await connection.run(command, {
    ...options,
    onLine: ownLines(mark, onLine),
    stdin,
  })
  const answer = answerIn(completed, mark)
  if (!answer.began) throw neverBegan(elevation, completed, connection)
  const refusal = notAsRoot(elevation, answer.uid, connection)
  if (refusal !== undefined) throw refusal
  return answer.completed
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
  const line = `sdops-stdin-${crypto.randomUUID()}`
  const prelude = [
    `rm -rf -- "\${0%/script}"`,
    `while IFS= read -r sdops_line; do`,
    `  [ "$sdops_line" != ${quote(line)} ] || break`,
    `done`,
    `unset sdops_line`,
    ``,
  ].join("\n")
  const password =
    elevation.by === "sudo-password" ? `${elevation.password.reveal()}\n` : ""
  const head = Buffer.from(`${password}${line}\n`)
  return runMarked(connection, {
    ...options,
    elevation,
    script: prelude + script,
    send: async (text) => ({
      command: shell(elevation, await upload(connection, text, input)),
      stdin: Buffer.concat([head, Buffer.from(stdin ?? "")]),
    }),
  })
}

async function upload(
  connection: Connection,
  text: string,
  { deadline, during, elevation, signal }: Script,
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
  ].join("\n")
  const mark = newMark()
  const completed = await connection.run("/bin/sh -s", {
    deadline,
    during,
    signal,
    stdin: marked(writer, mark),
  })
  const answer = answerIn(completed, mark)
  if (!answer.began) throw neverBegan(elevation, completed, connection)
  const { exit, stderr, stdout } = answer.completed
  const path = stdout.trim()
  if (exit === 0 && /^\/[A-Za-z0-9/._-]+\/script$/.test(path)) return path
  throw fail(
    "noScriptFile",
    { during, login: connection.login },
    { host: connection.host, evidence: lastLines(stderr, 3) },
  )
}
