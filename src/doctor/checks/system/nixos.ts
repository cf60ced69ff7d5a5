import { always, bad, type Check, ok } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"

export const nixos: Check<HostSight> = {
  id: "system/nixos",
  looksAt: "whether the host runs NixOS, and which release",
  means: "sdops deploys to NixOS only",
  appliesTo: always,
  judge({ facts, host }) {
    const text = facts.nixosVersion ?? ""
    const [, version] = /"nixosVersion":"([^"]*)"/.exec(text) ?? []
    if (facts.nixos) return ok(`NixOS ${version ?? "of unknown release"}`)
    return bad({
      finding: "the host doesn't run NixOS",
      cure: [onHost(host, "cat /etc/os-release")],
    })
  },
}
