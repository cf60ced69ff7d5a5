import { always, bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

/** What NixOS 23.11 came with, the oldest release that sdops deploys to. */
const oldest = [2, 18] as const

export const version: Check<HostSight> = {
  id: "nix/version",
  looksAt: "whether Nix is on the host, and its version",
  means: "deployments evaluate and build with the host's own Nix",
  appliesTo: always,
  judge({ facts, host }) {
    const found = facts.nixVersion
    if (facts.late.includes("nixVersion"))
      return skip("nix gave no answer in time; the host may be busy")
    if (found === undefined) {
      return bad({
        finding: facts.errors.nixVersion ?? "nix doesn't report its version",
        cure: [onHost(host, "nix --version")],
      })
    }
    const [, major, minor] = /(\d+)\.(\d+)/.exec(found) ?? []
    const [a, b] = [Number(major), Number(minor)]
    if (a > oldest[0] || (a === oldest[0] && b >= oldest[1])) return ok(found)
    return bad({
      finding: `${found} is older than ${oldest.join(".")}`,
      cure: [onHost(host, "nixos-rebuild boot --upgrade")],
    })
  },
}
