import type { Workflow } from "../apps/app.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { loadImages } from "../inventory/images/load.ts"
import { smokeWorkflow } from "./smoke-workflow.ts"

/**
 * The workflow that proves a host by its policy, or by an image that is named
 * instead. Errors: those of `loadImages`.
 */
export async function policyWorkflow(
  fleet: Pick<Fleet, "root">,
  { policy }: Pick<Host, "policy">,
  named?: string,
): Promise<Workflow | undefined> {
  const name = named ?? policy.smoke.workflow
  if (name === undefined) return undefined
  const [image] = await loadImages(fleet, [name])
  return image && smokeWorkflow(image)
}
