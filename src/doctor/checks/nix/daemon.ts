import { bad, type Check, ok } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const daemon: Check<HostSight> = {
  id: "nix/daemon",
  looksAt: "whether the Nix daemon answers",
  means: "nothing can be built or fetched on the host",
  appliesTo: ({ facts }) => facts["nix-version"] !== undefined,
  judge({ facts, host }) {
    if (facts["store-info"] !== undefined) return ok("the daemon answers")
    return bad({
      finding: "the Nix daemon doesn't answer",
      cure: [onHost(host, "systemctl restart nix-daemon.socket")],
      evidence: (facts.errors["store-info"] ?? "").split("\n"),
    })
  },
}
