<<<<<<< HEAD
import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { limitsFrom } from "../limits.ts"
import { silent } from "../output/reader.ts"
import { confirmation } from "./confirmation.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { interruption } from "./interruption.ts"

type Asked = {
  readonly flags: GlobalFlags & { readonly yes?: boolean }
  /** What to run after having quit. */
  readonly recovery: string
}

/** Work on a fleet that has no events: it may ask, and Ctrl-C stops it. */
export async function withFleet<Result>(
  { flags, recovery }: Asked,
  work: (fleet: Fleet, context: Context<never>) => Promise<Result>,
): Promise<Result> {
  const environment = process.env
  const { loadFleet } = await import("../inventory/load.ts")
  const from = process.cwd()
  const fleet = await loadFleet({ fleet: flags.fleet, from }, { environment })
  const { stderr, stdin } = process
  using stopping = interruption({
    note: (text) => stderr.write(`${text}\n`),
    recovery,
  })
  const { signal, stop } = stopping
  const confirm = confirmation({
    person: !flags["no-input"] && stdin.isTTY && stderr.isTTY,
    reader: silent(stderr),
    signal,
    stop,
    yes: flags.yes ?? false,
  })
  const limits = limitsFrom(environment)
  const emit = (): void => {}
  return work(fleet, { confirm, emit, environment, limits, signal })
=======
import type { Fleet } from "../inventory/fleet.ts"
import { limitsFrom } from "../limits.ts"
import { type Theme, themeFor } from "../output/theme.ts"
import { columnsOf } from "../output/wrap.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { interruption } from "./interruption.ts"

type Ended = { readonly "exit-code": number }

type Asked<Result> = {
  readonly flags: GlobalFlags & {
    /** Stands for what a host's file may say. */
    readonly "sudo-password"?: string | undefined
  }
  /** What to run after having quit by Ctrl-C. */
  readonly recovery: string
  readonly say: (result: Result, theme: Theme, columns: number) => string
  readonly work: (fleet: Fleet, context: RemoteContext) => Promise<Result>
}

/**
 * Finds the fleet, does the work and shows the result; for commands that
 * change no host. Sets the exit code.
 */
export async function withFleet<Result extends Ended>(
  asked: Asked<Result>,
): Promise<Result> {
  const { flags, recovery, say, work } = asked
  const environment = process.env
  const { loadFleet } = await import("../inventory/load.ts")
  const at = { fleet: flags.fleet, from: process.cwd() }
  const loaded = await loadFleet(at, { environment })
  const fleet = withSecret(loaded, flags["sudo-password"])
  const note = (text: string): boolean => process.stderr.write(`${text}\n`)
  using stopping = interruption({ note, recovery })
  const { signal } = stopping
  const limits = limitsFrom(environment)
  const result = await work(fleet, { environment, limits, signal })
  const { stdout } = process
  if (flags.events) {
    stdout.write(`${JSON.stringify({ event: "result", ...result })}\n`)
  } else if (!flags.json) {
    const theme = themeFor(stdout, { colour: !flags["no-color"] })
    stdout.write(`${say(result, theme, columnsOf(stdout))}\n`)
  }
  process.exitCode = result["exit-code"]
  return result
}

function withSecret(fleet: Fleet, reference: string | undefined): Fleet {
  if (reference === undefined) return fleet
  const hosts = [...fleet.hosts].map(
    ([name, host]) => [name, { ...host, "sudo-password": reference }] as const,
  )
  return { ...fleet, hosts: new Map(hosts) }
>>>>>>> main
}
