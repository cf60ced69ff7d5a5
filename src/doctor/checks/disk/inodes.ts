import { onHost } from "../../../inventory/on-host.ts"
import { always, bad, type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

/** Shares of all inodes. */
const [scarce, spent] = [0.05, 0.01]

export const inodes: Check<HostSight> = {
  id: "disk/inodes",
  looksAt: "how many more files /nix and /boot can hold",
  means: "writes fail with no space left on device, though bytes are free",
  appliesTo: always,
  judge({ health, host }) {
    const least = health.inodes.toSorted(
      (a, b) => a.free / a.total - b.free / b.total,
    )[0]
    if (least === undefined) return ok("these file systems have no limit")
    const { free, place, total } = least
    const wrong = {
      cure: [onHost(host, "nix-collect-garbage --delete-older-than 30d")],
      finding: `/${place} has ${free} of ${total} inodes left`,
    }
    if (free < total * spent) return bad(wrong)
    return free < total * scarce ? warn(wrong) : ok(`${free} more on /${place}`)
  },
}
