import { fail } from "../../errors/fail.ts"
import type { HostFacts } from "../../host/probe/probe.ts"

/** Which nixos-rebuild the host has. Errors: `noRebuild` when it has none. */
export function dialectOf(facts: HostFacts): "bash" | "python" {
  const { rebuild } = facts
  if (rebuild === "bash" || rebuild === "python") return rebuild
  throw fail("noRebuild", { found: rebuild })
}
