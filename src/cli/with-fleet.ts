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
}
