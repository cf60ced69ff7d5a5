import { spare } from "../../../deploy/changes/disk.ts"
import { always, type Check } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { judgeDisk } from "./judge-disk.ts"

export const nix: Check<HostSight> = {
  id: "disk/nix",
  looksAt: "how much space is free on /nix",
  means: "builds and downloads fail, and deployments are refused",
  appliesTo: always,
  judge: ({ facts, host }) =>
    judgeDisk({
      cure: [onHost(host, "nix-collect-garbage --delete-older-than 30d")],
      free: facts.freeNix,
      place: "/nix",
      size: facts.sizeNix,
      spare: spare.nix,
    }),
}
