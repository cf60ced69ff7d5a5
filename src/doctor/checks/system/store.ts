import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const store: Check<HostSight> = {
  id: "system/store",
  looksAt: "whether the running system is valid in the Nix store",
  means: "the next garbage collection may delete the running system",
  appliesTo: ({ facts }) => facts.nixos && facts.nixVersion !== undefined,
  judge({ facts, host }) {
    if (facts.storeValid === undefined) return skip("Nix doesn't say")
    if (facts.storeValid) return ok("the system is valid in the store")
    return bad({
      finding: "the running system is not valid in the Nix store",
      cure: [onHost(host, "nix-store --verify --check-contents")],
      evidence: [facts.current],
    })
  },
}
