import { missingGpus } from "../../gpu/declared-gpus.ts"
import { probedDriver } from "../../gpu/probed-driver.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import type { Host } from "../../inventory/host.ts"
import type { DeployInput } from "../deployment.ts"
import { traitsOf } from "../goal.ts"
import type { Plan, Refusal } from "../plan/plan.ts"

type Given = {
  readonly facts: HostFacts
  readonly host: Pick<Host, "gpu">
  readonly input: Pick<DeployInput, "goal">
}

/**
 * Declared GPUs that a deployment could not bring back: its gate would lead
 * back for want of them. Where the driver changes or the host reboots, they may
 * answer afterwards, so there the gate decides.
 */
export function gpuRefusals(
  { driver }: Pick<Plan, "driver">,
  { facts, host: { gpu }, input: { goal } }: Given,
): readonly Refusal[] {
  if (goal !== "plan" && !traitsOf(goal).activates) return []
  if (gpu.vendor !== "nvidia") return []
  if (driver.do !== "switch" && driver.do !== "nothing") return []
  const missing = missingGpus(probedDriver(facts, gpu.vendor).smi, gpu)
  return missing.length === 0 ? [] : [{ missing, what: "gpus" }]
}
