import { setTimeout } from "node:timers/promises"
import type { Context } from "../../context.ts"
import { SdopsError } from "../../errors/sdops-error.ts"
import {
  type JournalInput,
  journalCommand,
  journalReader,
} from "../../host/command/journal.ts"
import { runCommand } from "../../host/command/run-command.ts"
import { scriptFailed } from "../../host/facts.ts"
import { declaredApps } from "../../inventory/declared-apps.ts"
import type { Host } from "../../inventory/host.ts"
import { strip } from "../../remote/strip.ts"
import { type Links, links } from "../links.ts"
import { sideBySide } from "../side-by-side.ts"
import type { LogLine, LogsEvent, LogsResult } from "./result.ts"

export type LogsInput = Omit<JournalInput, "follow" | "units"> & {
  readonly parallel: number
  /** Those of the declared apps when empty. */
  readonly units: readonly string[]
}

type Told = (line: LogLine) => void

/**
 * What the journals of hosts say, of all hosts in the order of its time. Hosts'
 * own errors are in the result. Errors: `interrupted`.
 */
export async function logs(
  hosts: readonly Host[],
  input: LogsInput,
  context: Context<LogsEvent>,
): Promise<LogsResult> {
  await using open = links(context)
  const { emit, signal } = context
  const { parallel } = input
  const all: LogLine[] = []
  const seen = await sideBySide(hosts, { parallel, signal }, async (host) =>
    read(host, { ...input, follow: false }, open, (line) => all.push(line)),
  )
  const lines = all.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
  for (const line of lines) emit({ event: "log", ...line })
  const unread = seen.filter((one) => "error" in one)
  return { "exit-code": unread.length > 0 ? 1 : 0, lines, unread: [...unread] }
}

/** Seconds until a host that was lost is tried again. */
const pause = 3

/**
 * Tells what journals of hosts say from now on, as it comes, until the signal;
 * a host that is lost is tried again, from where it was. Errors: what nobody
 * expected.
 */
export async function followLogs(
  hosts: readonly Host[],
  input: LogsInput,
  context: Context<LogsEvent>,
): Promise<LogsResult> {
  await using open = links(context)
  const { emit } = context
  const told: Told = (line) => emit({ event: "log", ...line })
  await Promise.all(
    hosts.map((host) => followOne(host, input, open, told, context)),
  )
  return { "exit-code": 0, lines: [], unread: [] }
}

async function followOne(
  host: Host,
  input: LogsInput,
  open: Links,
  told: Told,
  { emit, signal }: Context<LogsEvent>,
): Promise<void> {
  let since: string | undefined
  let said = ""
  while (!signal.aborted) {
    const again = since === undefined ? {} : { lines: undefined, since }
    const asked = { ...input, ...again, follow: true }
    let last = 0
    try {
      await read(host, asked, open, (line, at) => {
        // A line's own time may be before that of the line before.
        last = Math.max(last, at)
        said = ""
        // What was told before it was lost isn't told again.
        if (since === undefined || at > Number(since.slice(1))) told(line)
      })
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof SdopsError)) throw error
      const { message } = error
      if (message !== said)
        emit({ event: "log-lost", host: host.name, message })
      said = message
    }
    if (last > 0) since = `@${last}`
    await setTimeout(pause * 1000, undefined, { signal }).catch(() => {})
  }
}

/** Errors: `hostScript` when journalctl refuses; those of the connection. */
async function read(
  host: Host,
  input: JournalInput,
  open: Links,
  told: (line: LogLine, at: number) => void,
): Promise<void> {
  const apps = declaredApps(host).map((app) => `${app}.service`)
  const units = input.units.length === 0 ? apps : input.units
  const command = journalCommand({ ...input, units })
  const lineOf = journalReader()
  await open.over(host, async ({ shell }) => {
    const ended = await runCommand(shell, {
      command,
      onLine: (line, stream) => {
        if (stream === "stderr") return
        const { at, text } = lineOf(strip(line))
        const time = new Date(at * 1000).toISOString()
        told({ at: time, host: host.name, text }, at)
      },
    })
    if (ended.exit === 0) return
    throw scriptFailed(host.name, { during: "journalctl" }, ended)
  })
}
