import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { hasApps } from "./has-apps.ts"

export const api: Check<HostSight> = {
  id: "app/api",
  looksAt: "whether each app's API answers, asked from the host itself",
  means: "the process is running but serves nobody",
  appliesTo: hasApps,
  judge({ apps, host }) {
    const silent = apps.flatMap(({ answer, name, unit }) =>
      answer.how === "silent" ? [{ ...answer, name, unit }] : [],
    )
    const [first] = silent
    if (first !== undefined) {
      const said = silent.map(({ name, url }) => `${name} at ${url}`)
      return bad({
        finding: `no good answer from ${said.join(", ")}`,
        cure: [onHost(host, `journalctl -n 50 -u ${first.unit}`)],
        evidence: silent.map(({ said }) => said),
      })
    }
    const answered = apps.filter(({ answer }) => answer.how === "answered")
    if (answered.length === 0) return skip("see app/unit")
    return ok(`${answered.map(({ name }) => name).join(", ")} answers`)
  },
}
