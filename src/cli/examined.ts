import type { DoctorEvent } from "../doctor/event.ts"
import type { Examination } from "../doctor/result.ts"
import { limitsFrom } from "../limits.ts"
import { doctorLine, doctorText } from "../output/doctor-text.ts"
import { themeFor } from "../output/theme.ts"
import { columnsOf } from "../output/wrap.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { interruption } from "./interruption.ts"

type Asked = {
  readonly flags: GlobalFlags & {
    readonly only?: readonly string[] | undefined
    readonly parallel: number
    readonly strict: boolean
    readonly "sudo-password"?: string | undefined
  }
  /** Selectors; all hosts when empty. */
  readonly hosts: readonly string[]
}

/**
 * Finds the hosts, has them examined and shows what was found: a line a host
 * on stderr as they come, the findings on stdout.
 */
export async function examined({ flags, hosts }: Asked): Promise<Examination> {
  const environment = process.env
  const { loadFleet } = await import("../inventory/load.ts")
  const { selectHosts } = await import("../inventory/select.ts")
  const { doctor } = await import("../doctor/doctor.ts")
  const at = { fleet: flags.fleet, from: process.cwd() }
  const fleet = await loadFleet(at, { environment })
  const none = hosts.length === 0 && fleet.hosts.size === 0
  const selectors = hosts.length === 0 ? ["all"] : hosts
  const reference = flags["sudo-password"]
  const selected = none ? [] : selectHosts(fleet, selectors)
  const asked = selected.map((host) =>
    reference === undefined ? host : { ...host, "sudo-password": reference },
  )
  using stopping = interruption({
    note: (text) => process.stderr.write(`${text}\n`),
    recovery: "sdops doctor",
  })
  const result = await doctor(
    fleet,
    asked,
    { only: flags.only ?? [], parallel: flags.parallel, strict: flags.strict },
    {
      confirm: async () => {},
      emit: (event) => tell(event, flags),
      environment,
      limits: limitsFrom(environment),
      signal: stopping.signal,
    },
  )
  show(result, flags)
  process.exitCode = result["exit-code"]
  return result
}

function tell(event: DoctorEvent, flags: GlobalFlags): void {
  if (flags.events) process.stdout.write(`${JSON.stringify(event)}\n`)
  if (flags.events || flags.json || flags.quiet) return
  process.stderr.write(`${doctorLine(event)}\n`)
}

function show(result: Examination, flags: GlobalFlags): void {
  const { stdout } = process
  if (flags.json) return
  if (flags.events) {
    stdout.write(`${JSON.stringify({ event: "result", ...result })}\n`)
    return
  }
  const theme = themeFor(stdout, { colour: !flags["no-color"] })
  const every = !flags.quiet
  stdout.write(`${doctorText(result, { every, theme }, columnsOf(stdout))}\n`)
}
