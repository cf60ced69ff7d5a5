import { bad, type Check, ok, skip } from "../../check.ts"
import type { AppSight } from "../../look-at-app.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { defaultLimits } from "../../../limits.ts"
import type { HostSight } from "../../sight.ts"
import { hasApps } from "./has-apps.ts"

export const api: Check<HostSight> = {
  id: "app/api",
  looksAt: "whether each app's API answers, asked from the host itself",
  means: "the process is running but serves nobody",
  appliesTo: hasApps,
  judge(sight) {
    const { apps, host } = sight
    const quiet = apps.flatMap(({ answer, ...app }) =>
      answer.how === "silent" ? [{ ...app, ...answer }] : [],
    )
    const begun = quiet.find((app) => isNew(app, sight))
    const silent = quiet.filter((app) => !isNew(app, sight))
    const [first] = silent
    if (first !== undefined) {
      const said = silent.map(({ name, url }) => `${name} at ${url}`)
      return bad({
        finding: `no good answer from ${said.join(", ")}`,
        cure: [
          onHost(host, `journalctl -n 50 -u ${first.unit}`),
          onHost(host, `systemctl restart ${first.unit}`),
        ],
        evidence: silent.map(({ said }) => said),
      })
    }
    const late = apps.find(({ answer }) => answer.how === "late")
    if (late !== undefined)
      return skip(`${late.name} is at work, and gave no answer in time`)
    if (begun !== undefined)
      return skip(`${begun.name} started lately, and doesn't listen yet`)
    const answered = apps.filter(({ answer }) => answer.how === "answered")
    if (answered.length === 0) return skip("see app/unit")
    return ok(`${answered.map(({ name }) => name).join(", ")} answers`)
  },
}

/**
 * Whether an app takes no connections yet, and started so lately that a
 * deployment would still wait for it.
 */
function isNew(
  { name, state }: Pick<AppSight, "name" | "state">,
  { facts: { hostFile, uptime }, health: { listeners } }: HostSight,
): boolean {
  const app = hostFile?.apps.find((one) => one.name === name)
  if (!app || !state || uptime === undefined) return false
  const since = uptime - state.ActiveEnterTimestampMonotonic / 1_000_000
  return !listeners.has(app.port) && since < defaultLimits.ready
}
