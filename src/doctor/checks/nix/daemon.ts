import { bad, type Check, ok, skip, warn } from "../../check.ts"
import { allowsRoot } from "../../../nix/host-settings.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const daemon: Check<HostSight> = {
  id: "nix/daemon",
  looksAt: "whether the Nix daemon answers",
  means: "nothing can be built or fetched on the host",
  appliesTo: ({ facts }) => facts.nixVersion !== undefined,
  judge({ facts, host, nix }) {
    if (facts.storeInfo !== undefined) return ok("the daemon answers")
    if (facts.late.includes("storeInfo"))
      return skip("the daemon gave no answer in time; the host may be busy")
    if (nix !== undefined && !allowsRoot(nix)) {
      const who = nix.allowed.join(" ")
      return warn({
        finding: `root may not use the daemon (allowed-users = ${who})`,
        cure: [
          'nix.settings.allowed-users = [ "root" ];   ' +
            `# in a module of hosts/${host.name}.yaml`,
        ],
      })
    }
    return bad({
      finding: "the Nix daemon doesn't answer",
      cure: [onHost(host, "systemctl restart nix-daemon.socket")],
      mend: { action: "restart", unit: "nix-daemon.socket" },
      evidence: (facts.errors.storeInfo ?? "").split("\n"),
    })
  },
}
