import type { ExecEvent, ExecResult, HostRun } from "../../fleet/exec/result.ts"
import { exec } from "../../fleet/exec/exec.ts"
import { labels } from "../../output/labels.ts"
import { silent } from "../../output/reader.ts"
import { screens } from "../../output/screen.ts"
import { chosenHosts } from "../flags/chosen-hosts.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetOf } from "../inventory-of.ts"
import { showValue } from "../show-value.ts"
import { atWork } from "./at-work.ts"
import { placed } from "./placed.ts"

type Asked = {
  readonly flags: GlobalFlags & {
    readonly on: readonly string[]
    readonly parallel: number
    readonly sudoPassword?: string | undefined
  }
  readonly words: readonly string[]
}

/**
 * Has a command run on hosts and shows each of its lines behind the host's
 * name, on the stream that it was said on; then, on stderr, who failed.
 */
export async function executed({ flags, words }: Asked): Promise<ExecResult> {
  const fleet = await fleetOf(flags, flags.on)
  const hosts = chosenHosts(fleet, flags.on)
  const { stderr, stdout } = screens(flags)
  const names = hosts.map(({ name }) => name)
  const said = {
    stderr: labels(names, stderr.theme),
    stdout: labels(names, stdout.theme),
  }
  const emit = (event: ExecEvent): void => {
    if (flags.events) return stdout.json(event)
    if (flags.json || event.event !== "output") return
    const { host, line, stream } = event
    const screen = stream === "stdout" ? stdout : stderr
    screen.print(said[stream](host, line))
  }
  const reader = { ...silent(process.stderr), note: stderr.print }
  const recovery = "sdops status"
  const { parallel } = flags
  const result = await atWork<ExecEvent, ExecResult>(
    { emit, flags, reader, recovery },
    async (context) => placed(fleet, exec(hosts, { parallel, words }, context)),
  )
  await showValue(result, flags, () => {
    for (const run of result.hosts) {
      const why = failureIn(run)
      if (why !== undefined) stderr.print(said.stderr(run.host, why))
    }
    return undefined
  })
  process.exitCode = result["exit-code"]
  return result
}

function failureIn(run: HostRun): string | undefined {
  if ("error" in run) return `✗ ${run.error.message}`
  if (run.exit === 0) return undefined
  return run.exit === undefined
    ? `✗ ended by signal ${run.signal ?? "unknown"}`
    : `✗ exit ${run.exit}`
}
