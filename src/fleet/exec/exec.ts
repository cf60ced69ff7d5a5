import type { Context } from "../../context.ts"
import { commandText, runCommand } from "../../host/command/run-command.ts"
import type { Host } from "../../inventory/host.ts"
import { strip } from "../../remote/strip.ts"
import { links } from "../links.ts"
import { type Seen, sideBySide } from "../side-by-side.ts"
import type { ExecEvent, ExecResult, HostRun } from "./result.ts"

/**
 * Runs a command on hosts, as root, so many at once. A host out of reach is
 * part of the result. Errors: `interrupted`; the commands end then, too.
 */
export async function exec(
  hosts: readonly Host[],
  input: {
    readonly parallel: number
    /** A program and its arguments, or one text for sh. */
    readonly words: readonly string[]
  },
  context: Context<ExecEvent>,
): Promise<ExecResult> {
  await using open = links(context)
  const { emit, signal } = context
  const command = commandText(input.words)
  const told = (seen: Seen<HostRun>): void =>
    emit({ event: "host-ended", ...runOf(seen) })
  const seen = await sideBySide<HostRun>(
    hosts,
    {
      parallel: input.parallel,
      signal,
      state: (host) => `the command on ${host} was ended, too`,
      told,
    },
    async (host) => {
      const start = performance.now()
      const { name } = host
      const ended = await open.over(host, ({ shell }) =>
        runCommand(shell, {
          command,
          onLine: (line, stream) =>
            emit({ event: "output", host: name, line: strip(line), stream }),
        }),
      )
      const { exit, signal: by } = ended
      return {
        ...(exit !== undefined && { exit }),
        host: name,
        seconds: Math.round(performance.now() - start) / 1000,
        ...(by !== undefined && { signal: by }),
        stderr: strip(ended.stderr),
        stdout: strip(ended.stdout),
      }
    },
  )
  const runs = seen.map(runOf)
  const failed = runs.some((run) => "error" in run || run.exit !== 0)
  return { command, "exit-code": failed ? 1 : 0, hosts: runs }
}

function runOf(seen: Seen<HostRun>): HostRun {
  return "value" in seen ? seen.value : seen
}
