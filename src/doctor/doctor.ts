import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Mend } from "../host/mend/mend.ts"
import { runningIn } from "../host/record/running.ts"
import type { Host } from "../inventory/host.ts"
import { approachChecks } from "./checks.ts"
import { type Chosen, choose } from "./choose.ts"
import type { DoctorEvent } from "./event.ts"
import { examine, mendsOf, unseen } from "./examine.ts"
import { lookAtControl } from "./look-at-control.ts"
import { type LookInput, lookAtHost } from "./look-at-host.ts"
import type { HostSight } from "./sight.ts"
import type { Examination, Finding, HostFindings } from "./result.ts"

export type DoctorInput = {
  /** Whether safe cures are tried; false: nothing is changed. */
  readonly fix: boolean
  /** Ids of checks, or their groups; all when empty. */
  readonly only: readonly string[]
  /** How many hosts at once. */
  readonly parallel: number
  /** Whether a warning counts as a failure. */
  readonly strict: boolean
  /** A host's own workflow; undefined: no app is asked for an image. */
  readonly workflow: LookInput["workflow"]
}

/**
 * Looks at this machine and at hosts, side by side. Changes nothing but what
 * `fix` mends. A host that can't be reached is a finding. Errors: `usage` for
 * an unknown check, `interrupted`.
 */
export async function doctor(
  fleet: Fleet,
  hosts: readonly Host[],
  { fix, only, parallel, strict, workflow }: DoctorInput,
  context: Context<DoctorEvent>,
): Promise<Examination> {
  const chosen = choose(only)
  const { default: pMap } = await import("p-map")
  const control =
    chosen.control.length === 0
      ? []
      : examine(chosen.control, await lookAtControl(fleet, hosts[0], context))
  const wanted = chosen.approach.length + chosen.host.length > 0 ? hosts : []
  const found = await pMap(
    wanted,
    async (host) => {
      const findings = await examineHost(
        fleet,
        host,
        { chosen, fix, workflow },
        context,
      )
      context.emit({ event: "host-examined", ...findings })
      return findings
    },
    { concurrency: parallel },
  )
  const all = [...control, ...found.flatMap(({ findings }) => findings)]
  return { control, "exit-code": exitCodeOf(all, strict), hosts: found }
}

type Examined = Pick<DoctorInput, "fix" | "workflow"> & {
  readonly chosen: Chosen
}

async function examineHost(
  fleet: Fleet,
  host: Host,
  { chosen, fix, workflow }: Examined,
  context: Context<DoctorEvent>,
): Promise<HostFindings> {
  const start = performance.now()
  const { approach, before, sight } = await lookAtHost(
    fleet,
    host,
    { mends: (seen) => (fix ? mendsFor(chosen, seen) : []), workflow },
    context,
  )
  const hop = approach.stop?.hop
  // Whoever asked for what can't be read is told why, whatever was asked for.
  const why = chosen.host.length > 0 ? `reach/${hop}` : undefined
  const way = examine(
    approachChecks.filter(
      (check) => check.id === why || chosen.approach.includes(check),
    ),
    approach,
  )
  const rest =
    sight === undefined
      ? unseen(chosen.host, `the host could not be read, see reach/${hop}`)
      : withFixed(
          examine(chosen.host, sight),
          before && examine(chosen.host, before),
        )
  const seconds = Math.round(performance.now() - start) / 1000
  return { findings: [...way, ...rest], host: host.name, seconds }
}

/** A deployment that runs stops and starts units itself. */
function mendsFor({ host }: Chosen, sight: HostSight): readonly Mend[] {
  return runningIn(sight.facts.deployments) ? [] : mendsOf(host, sight)
}

/** What is well now and had a cure before was mended. */
function withFixed(
  now: readonly Finding[],
  before: readonly Finding[] | undefined,
): readonly Finding[] {
  return now.map((finding) => {
    const was = before?.find(({ check }) => check === finding.check)
    const fixed = finding.outcome === "ok" && was?.fix !== undefined
    return fixed ? { ...finding, fix: was.fix, fixed: true as const } : finding
  })
}

/** 1 when something failed; warnings count with `strict` only. */
export function exitCodeOf(
  findings: readonly Pick<Finding, "outcome">[],
  strict: boolean,
): number {
  const failed = findings.some(
    ({ outcome }) => outcome === "bad" || (strict && outcome === "warn"),
  )
  return failed ? 1 : 0
}
