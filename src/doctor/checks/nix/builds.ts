import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const builds: Check<HostSight> = {
  id: "nix/builds",
  looksAt: "whether the host's Nix can build, or has a builder",
  means: "deployments that have to build anything fail",
  appliesTo: ({ facts }) => facts.nixVersion !== undefined,
  judge({ fleet, host, nix }) {
    if (nix === undefined) return skip("Nix's settings can't be read")
    if (nix.builds) return ok("the host builds for itself")
    const ours = Object.keys(fleet.builders).length > 0
    const remote = nix.ownBuilders || ours
    if (remote) return ok("builders build for it (max-jobs = 0)")
    return warn({
      finding: "the host's Nix builds nothing itself (max-jobs = 0)",
      cure: [
        "sdops builders add --help",
        'nix.settings.max-jobs = "auto";   ' +
          `# in a module of hosts/${host.name}.yaml`,
      ],
    })
  },
}
