import { appOf } from "../../apps/apps.ts"
import { placeOf } from "../../apps/place.ts"
import type { Deployment } from "../deployment.ts"
import { hostDrains } from "./host-drains.ts"
import type { StageContext } from "../stage.ts"

type Given = Pick<Deployment, "evaluation" | "facts" | "host" | "link">

/**
 * What is lost where the policy doesn't wait: a sentence for each app that runs
 * and has jobs that can't be saved. Empty for other policies; an app that
 * doesn't tell is said to.
 */
export async function lostJobs(
  { evaluation, facts, host, link }: Given,
  units: readonly string[],
  context: StageContext,
): Promise<readonly string[]> {
  if (host.policy.appRestart !== "now") return []
  const running = facts.apps.filter(
    ({ ActiveState, unit }) =>
      ActiveState === "active" &&
      units.includes(unit) &&
      !hostDrains({ facts }, unit),
  )
  const said = running.map(async ({ unit }) => {
    const old = facts.hostFile?.apps.find((app) => app.unit === unit)
    const known = old ?? evaluation.host.apps.find((app) => app.unit === unit)
    if (known === undefined) return []
    const place = placeOf(known, link.connection)
    const count = await appOf(known)
      .queued(place, context)
      .catch(() => undefined)
    if (count === 0) return []
    const jobs = count === 1 ? "1 job" : `${count ?? "unknown"} jobs`
    return [`app-restart: now: the restart loses ${jobs} of ${known.name}`]
  })
  return (await Promise.all(said)).flat()
}
