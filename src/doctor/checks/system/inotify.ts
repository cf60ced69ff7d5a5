import { onHost } from "../../../inventory/on-host.ts"
import { always, type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

/** The share of a limit that leaves room for one more program. */
const near = 0.9

export const inotify: Check<HostSight> = {
  id: "system/inotify",
  looksAt: "how many files and folders each user's programs watch",
  means: "programs can't watch files, and say that no space is left on device",
  appliesTo: always,
  judge({ health: { inotify: seen }, host }) {
    if (seen === undefined) return skip("the kernel doesn't tell its limits")
    const { maxInstances, maxWatches, users } = seen
    for (const { instances, uid, watches } of users) {
      const full = [
        [instances, maxInstances, "max_user_instances"] as const,
        [watches, maxWatches, "max_user_watches"] as const,
      ].find(([used, most]) => used >= most * near)
      if (full === undefined) continue
      const [used, most, name] = full
      const setting = `fs.inotify.${name}`
      return warn({
        cure: [onHost(host, `sysctl -w ${setting}=${most * 4}`)],
        finding: `user ${uid} has ${used} of ${most} (${setting})`,
      })
    }
    return ok("far from the limits")
  },
}
