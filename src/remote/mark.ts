import type { Completed, RunOptions } from "./connection.ts"

/**
 * What a script's answer lies between. Only one run knows it, so that nothing
 * which a login shell, PAM or sudo print is taken for an answer of ours.
 */
export type Mark = { readonly begin: string; readonly end: string }

/** What came back: with the mark the script has begun, else it never ran. */
export type Answer =
  | { readonly began: false }
  | {
      readonly began: true
      readonly completed: Completed
      /** Of the user that the script ran as; undefined where `id` failed. */
      readonly uid: number | undefined
    }

type OnLine = NonNullable<RunOptions["onLine"]>

/** A mark for one run. */
export function newMark(): Mark {
  const id = crypto.randomUUID()
  return { begin: `sdops-begin-${id}`, end: `sdops-end-${id}` }
}

/**
 * A POSIX script that says where its answer begins, as whom, and where it
 * ends. What is sent holds no whole mark: an echo of it isn't taken for one.
 * Only a POSIX shell says it; fish, reading in its place, stops here. The end
 * is missed where the script itself calls `exit`.
 */
export function marked(script: string, { begin, end }: Mark): string {
  return [
    `sdops_begin=${begin.slice("sdops-".length)}`,
    `printf 'sdops-%s\\n' "\${sdops_begin}" >&2`,
    `printf 'sdops-%s %s\\n' "\${sdops_begin}" \\`,
    `  "$(PATH=$PATH:/run/current-system/sw/bin:/usr/bin:/bin id -u)"`,
    "unset sdops_begin",
    script,
    "sdops_exit=$?",
    `printf 'sdops-%s' ${end.slice("sdops-".length)}`,
    'exit "$sdops_exit"',
    "",
  ].join("\n")
}

/** Whether the script began, and its own output. Pure. */
export function answerIn(completed: Completed, mark: Mark): Answer {
  const said = after(completed.stdout, mark.begin)
  if (said === undefined) return { began: false }
  const [uid = ""] = said.head.trim().split(" ")
  const end = said.rest.lastIndexOf(mark.end)
  const stdout = end < 0 ? said.rest : said.rest.slice(0, end)
  const stderr = after(completed.stderr, mark.begin)?.rest
  return {
    began: true,
    completed: { ...completed, stderr: stderr ?? completed.stderr, stdout },
    uid: /^\d+$/.test(uid) ? Number(uid) : undefined,
  }
}

/** Passes on the lines that are the script's own. */
export function ownLines(
  { begin, end }: Mark,
  onLine: OnLine | undefined,
): OnLine | undefined {
  if (onLine === undefined) return undefined
  const began = { stderr: false, stdout: false }
  const ended = { stderr: false, stdout: false }
  return (line, stream) => {
    if (ended[stream]) return
    if (!began[stream]) {
      began[stream] = line.includes(begin)
      return
    }
    const at = line.indexOf(end)
    ended[stream] = at >= 0
    if (at !== 0) onLine(at < 0 ? line : line.slice(0, at), stream)
  }
}

/** What stands on the mark's line behind it, and all that follows. */
function after(
  text: string,
  mark: string,
): { readonly head: string; readonly rest: string } | undefined {
  const at = text.indexOf(mark)
  if (at < 0) return undefined
  const from = at + mark.length
  const line = text.indexOf("\n", from)
  if (line < 0) return { head: text.slice(from), rest: "" }
  return { head: text.slice(from, line), rest: text.slice(line + 1) }
}
