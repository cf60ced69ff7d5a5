import type { LabHost } from "../../host.ts"
import type { Fate } from "./change.ts"

/** A unit at a moment. */
type Moment = {
  readonly active: boolean
  readonly invocation: string
  /** When a reload has left its trace; empty before one. */
  readonly reloaded: string
}

/** Units by name, as they are now. */
export async function look(
  host: LabHost,
  units: readonly string[],
): Promise<ReadonlyMap<string, Moment>> {
  const script = units.map(
    (unit) => `
    systemctl show -P ActiveState '${unit}'
    systemctl show -P InvocationID '${unit}'
    ${reloadOf(unit)}`,
  )
  const ran = await host.exec(`${script.join("")}\ntrue`, { deadline: 60 })
  const lines = ran.stdout.split("\n")
  return new Map(
    units.map((unit, index) => {
      const [state, invocation = "", reloaded = ""] = lines.slice(3 * index)
      const active = state === "active" || state === "activating"
      return [unit, { active, invocation, reloaded }]
    }),
  )
}

/** One line: what a reload of the unit changes. */
function reloadOf(unit: string): string {
  if (unit.endsWith(".mount")) {
    const at = unit.replace(/\.mount$/, "").replaceAll("-", "/")
    return `grep ' /${at} ' /proc/mounts | cut -d ' ' -f 4 | tail -n 1; \
      grep -q ' /${at} ' /proc/mounts || echo`
  }
  // Without what it counts: any packet from outside would be a reload.
  if (unit === "firewall.service")
    return "nft --stateless list ruleset | md5sum"
  const file = `/run/reloaded/${unit.replace(/\.\w+$/, "")}`
  return `stat -c %y ${file} 2>/dev/null || echo`
}

export function fateOf(before: Moment, after: Moment): Fate {
  if (!after.active) return before.active ? "stopped" : "kept"
  if (!before.active) return "started"
  if (before.invocation !== after.invocation) return "restarted"
  return before.reloaded === after.reloaded ? "kept" : "reloaded"
}
