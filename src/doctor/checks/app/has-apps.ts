import type { HostSight } from "../../sight.ts"

/** Whether the inventory declares an app for the host. */
export function hasApps({ apps }: Pick<HostSight, "apps">): boolean {
  return apps.length > 0
}
