import type { Limits } from "../limits.ts"
import { run } from "../process.ts"

type Options = {
  readonly environment: NodeJS.ProcessEnv
  readonly limits: Limits
}

/**
 * Says the terminal's settings, then changes them as `$1` says; not in the
 * background, where whoever changes a terminal is stopped.
 */
const change = `
  case "$(ps -o stat= -p $$)" in *+*) ;; *) exit 0 ;; esac
  stty -g </dev/tty
  stty "$1" </dev/tty
`

/**
 * Keeps the terminal from echoing what is typed: Enter would move the cursor
 * down, and a tree that is redrawn from there would leave its last state
 * behind. Ctrl-C stays a signal. Output: puts back what was found; if sdops
 * ends before that, Node does it.
 */
export async function withoutEcho({
  environment,
  limits,
}: Options): Promise<() => Promise<void>> {
  const options = { deadline: limits.connect, environment }
  const set = (to: string) => run(["sh", "-c", change, "sh", to], options)
  const settings = (await set("-echo")).stdout.trim()
  return async () => {
    if (settings !== "") await set(settings)
  }
}
