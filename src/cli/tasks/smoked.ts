import type { SmokeDepth } from "../../apps/app.ts"
import type { SmokeEvent, SmokeResult } from "../../deploy/smoke/result.ts"
import { smokeLine, smokeText } from "../../output/text/smoke-text.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetWork } from "./fleet-work.ts"

type Flags = GlobalFlags & {
  readonly depth?: SmokeDepth | undefined
  readonly parallel: number
  readonly sudoPassword?: string | undefined
  readonly workflow?: string | undefined
}

/** Has hosts prove themselves, with a line of each step on stderr. */
export async function smoked(
  selectors: readonly string[] | undefined,
  flags: Flags,
): Promise<SmokeResult> {
  const { chosenHosts } = await import("../flags/chosen-hosts.ts")
  const { smokeHosts } = await import("../../deploy/smoke/smoke.ts")
  const { policyWorkflow } = await import("../../images/policy-workflow.ts")
  const { depth, parallel } = flags
  // images/cat.yaml is cat.
  const named = flags.workflow?.replace(/^(?:.*\/)?(.+)\.yaml$/u, "$1")
  return fleetWork<SmokeResult, SmokeEvent>({
    flags,
    recovery: "sdops smoke",
    say: smokeText,
    tell: smokeLine,
    work: async (fleet, context) => {
      const hosts = chosenHosts(fleet, selectors)
      // A name that is none is told before anything starts.
      if (named !== undefined)
        for (const host of hosts) await policyWorkflow(fleet, host, named)
      const workflow = async (host: (typeof hosts)[number]) =>
        depth === undefined ? policyWorkflow(fleet, host, named) : undefined
      return smokeHosts(hosts, { depth, parallel, workflow }, context)
    },
  })
}
