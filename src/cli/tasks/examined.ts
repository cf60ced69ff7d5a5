import type { DoctorEvent } from "../../doctor/event.ts"
import type { Host } from "../../inventory/host.ts"
import type { Examination } from "../../doctor/result.ts"
import { doctorLine, doctorText } from "../../output/text/doctor-text.ts"
import { fleetWork } from "./fleet-work.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"

type Asked = {
  readonly flags: GlobalFlags & {
    readonly dryRun: boolean
    readonly fix: boolean
    readonly only?: readonly string[] | undefined
    readonly parallel: number
    readonly smoke: boolean
    readonly strict: boolean
    readonly sudoPassword?: string | undefined
  }
  /** Selectors; all hosts when empty. */
  readonly hosts: readonly string[]
}

/**
 * Finds the hosts, has them examined and shows what was found: a line a host
 * on stderr as they come, the findings on stdout.
 */
export async function examined({ flags, hosts }: Asked): Promise<Examination> {
  const { chosenHosts } = await import("../flags/chosen-hosts.ts")
  const { policyWorkflow } = await import("../../images/policy-workflow.ts")
  const { doctor } = await import("../../doctor/doctor.ts")
  const { dryRun, parallel, quiet, strict } = flags
  const fix = flags.fix && !dryRun
  return fleetWork<Examination, DoctorEvent>({
    flags,
    recovery: "sdops doctor",
    say: (result, theme, columns) =>
      doctorText(result, { every: !quiet, theme }, columns),
    tell: doctorLine,
    work: (fleet, context) => {
      const selected = chosenHosts(fleet, hosts)
      const asked = {
        fix,
        only: flags.only ?? [],
        parallel,
        strict,
        workflow: flags.smoke
          ? (host: Host) => policyWorkflow(fleet, host)
          : undefined,
      }
      return doctor(fleet, selected, asked, context)
    },
  })
}
