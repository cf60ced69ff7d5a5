import type { Host } from "../../inventory/host.ts"
import type { DeployInput } from "../deployment.ts"

/** What a deployment may do with heavy packages: the flag wins. */
export function heavyPolicy(
  { policy }: Pick<Host, "policy">,
  input: Pick<DeployInput, "allow-heavy-builds">,
): "allow" | "builders-only" | "refuse" {
  return input["allow-heavy-builds"] ? "allow" : policy["heavy-builds"]
}
