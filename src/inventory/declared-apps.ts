import type { Host } from "./host.ts"

/**
 * The names of a host's enabled apps, sorted. Those that sdops knows are off
 * unless they are enabled; what is declared whole is on unless it is disabled.
 */
export function declaredApps(host: Pick<Host, "services">): readonly string[] {
  const { "sdops-app": custom = {}, ...known } = host.services
  return [
    ...Object.entries(known)
      .filter(([, service]) => service?.enable === true)
      .map(([name]) => name),
    ...Object.entries(custom)
      .filter(([, app]) => app.enable !== false)
      .map(([name]) => name),
  ].toSorted()
}
