import { builderHosts } from "../../builders/machines-for.ts"
import { evaluate } from "../../host/nix/evaluate.ts"
import {
  type Realised,
  realise,
  type RealiseInput,
} from "../../host/build/realise.ts"
import type { Deployment } from "../deployment.ts"
import { evaluationFailure } from "../plan/evaluation-failure.ts"
import type { BuildLog } from "./read-build.ts"
import type { StageContext } from "../stage.ts"

type Needs = "fleet" | "host" | "site" | "source"

/**
 * Has Nix make what a plan has named; nothing is evaluated for it, unless the
 * garbage collector took derivations since: then Nix names them once more, and
 * that is said. Errors: those of an evaluation.
 */
export async function realisePlanned(
  given: Pick<Deployment, Needs>,
  input: Pick<RealiseInput, "config" | "of" | "wanted">,
  log: BuildLog,
  context: Pick<StageContext, "limits" | "say">,
): Promise<Realised> {
  const { fleet, host, site, source } = given
  const all = {
    ...input,
    deadline: context.limits.build,
    hosts: site.shared === undefined ? builderHosts(fleet, host) : "",
    onLine: log.line,
  }
  const realised = await realise(site.shell, all)
  if (realised.collected.length === 0) return realised
  context.say("evaluating again: the plan was garbage-collected")
  const { config } = input
  const evaluated = await evaluate(site.shell, {
    config,
    survey: false,
    host: host.name,
    source,
  })
  if (evaluated.exit !== 0) {
    throw evaluationFailure(evaluated.stderr, host.name, fleet)
  }
  return realise(site.shell, all)
}
