import type { Host } from "./host.ts"

/** Whether a host's declaration opens its firewall for an app of that name. */
export function opensFirewall(
  { services }: Pick<Host, "services">,
  name: string,
): boolean {
  const { "sdops-app": custom = {}, ...known } = services
  const apps = new Map(Object.entries({ ...custom, ...known }))
  const { "open-firewall": open = false } = apps.get(name) ?? {}
  return open
}
