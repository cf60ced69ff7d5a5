import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const trusted: Check<HostSight> = {
  id: "nix/trusted",
  looksAt: "whether the Nix daemon trusts root",
  means: "caches and builders that sdops passes are silently ignored",
  appliesTo: ({ facts }) => facts.nixVersion !== undefined,
  judge({ facts, host }) {
    if (facts.trusted === undefined) return skip("this Nix doesn't say")
    if (facts.trusted) return ok("Nix trusts root")
    return bad({
      finding: "the Nix daemon doesn't trust root",
      cure: [
        'nix.settings.trusted-users = [ "root" ];   ' +
          `# in a module of hosts/${host.name}.yaml`,
      ],
    })
  },
}
