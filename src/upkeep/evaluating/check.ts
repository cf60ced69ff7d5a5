import { evaluationSchema } from "../../deploy/plan/evaluation.ts"
import { evaluationFailure } from "../../deploy/plan/evaluation-failure.ts"
import { fittingJson } from "../../host/fitting.ts"
import { evaluate } from "../../host/nix/evaluate.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import type { CheckedHost, FlakeChecked } from "./check-result.ts"
import {
  onSites,
  type OnSite,
  type Pushed,
  type SitesInput,
} from "./on-sites.ts"

/**
 * Evaluates hosts and says what is wrong with each, also where it can't be
 * asked; saves and deploys nothing. Errors: `unknownHost` of `on`,
 * `interrupted`.
 */
export async function checkFlake(
  fleet: Fleet,
  hosts: readonly Host[],
  input: SitesInput,
  context: RemoteContext,
): Promise<FlakeChecked> {
  const look = (pushed: Pushed, host: Host) => lookAt(pushed, host, fleet)
  const found = await onSites(fleet, hosts, input, look, context)
  const checked = found.map(resultOf)
  const failed = checked.some(({ outcome }) => outcome === "failed")
  return { "exit-code": failed ? 1 : 0, hosts: checked }
}

async function lookAt(
  { config, link, source }: Pushed,
  { name: host }: Host,
  fleet: Fleet,
) {
  const { exit, json, stderr } = await evaluate(link.shell, {
    config,
    survey: false,
    host,
    source,
  })
  if (exit !== 0 || json === undefined)
    throw evaluationFailure(stderr, host, fleet)
  const asked = "the evaluation"
  return fittingJson(evaluationSchema, json, { asked, host: link.shell.host })
}

function resultOf(
  found: OnSite<Awaited<ReturnType<typeof lookAt>>>,
): CheckedHost {
  const { host, on } = found
  if ("error" in found)
    return { error: found.error, host, on, outcome: "failed", warnings: [] }
  const { system, warnings = [] } = found.answer
  return { host, on, outcome: "ok", system, warnings }
}
