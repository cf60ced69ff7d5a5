import { followLogs, logs } from "../../fleet/logs/logs.ts"
import type { LogsEvent, LogsResult } from "../../fleet/logs/result.ts"
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
    readonly follow: boolean
    readonly lines?: number | undefined
    readonly on?: readonly string[] | undefined
    readonly parallel: number
    readonly since?: string | undefined
    readonly sudoPassword?: string | undefined
    readonly unit?: readonly string[] | undefined
  }
  readonly hosts: readonly string[]
}

/** Has journals read and shows them as one stream of labelled lines. */
export async function logged({ flags, hosts }: Asked): Promise<LogsResult> {
  const { follow, parallel, since } = flags
  const about = [...hosts, ...(flags.on ?? [])]
  const fleet = await fleetOf(flags, about)
  const chosen = chosenHosts(fleet, about)
  const { stderr, stdout } = screens(flags)
  const names = chosen.map(({ name }) => name)
  const said = labels(names, stdout.theme)
  const emit = (event: LogsEvent): void => {
    if (flags.events) return stdout.json(event)
    if (flags.json) return
    if (event.event === "log")
      return stdout.print(said(event.host, `${clock(event.at)} ${event.text}`))
    const text = `✗ ${event.message}; trying again`
    stderr.print(labels(names, stderr.theme)(event.host, text))
  }
  // Whoever followed ends it by Ctrl-C: that needs no word.
  const note = follow ? () => {} : stderr.print
  const lines = flags.lines ?? (since === undefined ? 20 : undefined)
  const input = { lines, parallel, since, units: flags.unit ?? [] }
  const result = await atWork<LogsEvent, LogsResult>(
    {
      emit,
      flags,
      reader: { ...silent(process.stderr), note },
      recovery: "sdops logs",
    },
    async (context) =>
      placed(fleet, (follow ? followLogs : logs)(chosen, input, context)),
  )
  await showValue(result, flags, () => {
    for (const { error, host } of result.unread)
      stderr.print(labels(names, stderr.theme)(host, `✗ ${error.message}`))
    return undefined
  })
  process.exitCode = result["exit-code"]
  return result
}

/** Local date and time of day. */
function clock(at: string): string {
  const date = new Date(at)
  const day = date.toLocaleDateString("en-GB", {
    day: "2-digit",
    month: "short",
  })
  return `${day} ${date.toTimeString().slice(0, 8)}`
}
