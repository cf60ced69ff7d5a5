import { spare } from "../../../deploy/changes/disk.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { always, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

/** More than anybody keeps on purpose. */
const manyLinks = 1000

/** Days; a disk that fills up more slowly is nobody's concern. */
const long = 30

const gibibyte = 1024 ** 3

/** A few systems with CUDA; a share of a large disk is more than that. */
const ample = 100 * gibibyte

export const garbage: Check<HostSight> = {
  id: "disk/garbage",
  looksAt: "what keeps store paths, and when garbage was last collected",
  means: "/nix fills up, and collecting garbage frees little or never happens",
  appliesTo: always,
  judge({ facts, health: { garbage: seen }, host, nix }) {
    const { collected, folders, links, timers } = seen
    if (links >= manyLinks)
      return warn({
        cure: [onHost(host, "nix-store --gc --print-roots")],
        evidence: folders.map(({ folder, links }) => `${links} in ${folder}`),
        finding: `${links} links, such as result, keep store paths`,
      })
    const days = collected === undefined ? undefined : Math.floor(collected)
    const when = days === undefined ? "never" : `${days} days ago`
    const byItself = timers.length > 0 || nix?.collects === true
    const lately = days !== undefined && days < long
    if (byItself || lately || !fillsUp(facts))
      return ok(days === undefined ? "none was needed" : `collected ${when}`)
    return warn({
      cure: [
        onHost(host, "nix-collect-garbage --delete-older-than 30d"),
        "nix.gc.automatic = true;   " +
          `# in a module of hosts/${host.name}.yaml`,
      ],
      finding: `/nix fills up, and garbage was last collected ${when}`,
    })
  },
}

/** Less than a fifth is free; where it is nearly full, disk/nix says so. */
function fillsUp({
  freeNix: free,
  sizeNix: size,
}: Pick<HostSight["facts"], "freeNix" | "sizeNix">): boolean {
  if (free === undefined || size === undefined) return false
  const told = free < spare.nix || free < size / 20
  return !told && free < size / 5 && free < ample
}
