import type { Host } from "../../inventory/host.ts"
import type { DeployInput } from "../deployment.ts"

/** What a deployment may do with heavy packages: the flag wins. */
export function heavyPolicy(
  { policy }: Pick<Host, "policy">,
  input: Pick<DeployInput, "allowHeavyBuilds">,
): "allow" | "builders-only" | "refuse" {
  return input.allowHeavyBuilds ? "allow" : policy.heavyBuilds
}
