import { spare } from "../../../deploy/changes/disk.ts"
import { always, type Check } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { judgeDisk } from "./judge-disk.ts"

export const boot: Check<HostSight> = {
  id: "disk/boot",
  looksAt: "how much space is free on /boot",
  means: "a new system's kernel and initrd don't fit, so it can't boot",
  appliesTo: always,
  judge: ({ facts, host }) =>
    judgeDisk({
      cure: [onHost(host, "nix-collect-garbage --delete-older-than 30d")],
      free: facts.freeBoot,
      place: "/boot",
      size: facts.sizeBoot,
      spare: spare.boot,
    }),
}
