import heavy from "../../nix/data/heavy-packages.json" with { type: "json" }
import type { Context } from "../context.ts"
import { asFailure } from "../inventory/as-failure.ts"
import type { DeployInput } from "../deploy/deployment.ts"
import { evaluationSchema } from "../deploy/plan/evaluation.ts"
import { evaluationFailure } from "../deploy/plan/evaluation-failure.ts"
import { failureOf } from "../errors/failure-of.ts"
import { pipeline } from "../deploy/pipeline.ts"
import { surveyBuild } from "../deploy/survey/survey.ts"
import { heavyPaths } from "../deploy/heavy/heavy-coverage.ts"
import { runStages } from "../deploy/runner.ts"
import { connect } from "../deploy/stages/connect.ts"
import { ownSite } from "../deploy/site/own-site.ts"
import type { Stage } from "../deploy/stage.ts"
import { probe } from "../deploy/stages/probe.ts"
import { push } from "../deploy/stages/push.ts"
import { fail } from "../errors/fail.ts"
import { askCaches, type AskedCaches } from "../host/caches/ask-caches.ts"
import { evaluate } from "../host/nix/evaluate.ts"
import { fittingJson } from "../host/fitting.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { parseDerivations } from "../nix/derivation.ts"
import { heavyBuilds } from "../nix/heavy-builds.ts"
import { heavyPattern } from "../nix/heavy-pattern.ts"
import { judgeHost } from "./judge-host.ts"
import type { HostSeen } from "./result.ts"

const input: DeployInput = {
  allowHeavyBuilds: false,
  engine: "sdops",
  goal: "plan",
}

/** The host itself asks, wherever its system is built. */
const look: Stage<"host" | "link", "facts" | "site"> = {
  ...probe,
  async run(given, context) {
    const { adds, ...rest } = await probe.run(given, context)
    return { ...rest, adds: { ...adds, site: ownSite(given.link) } }
  },
}

const upToPush = pipeline.add(connect).add(look).add(push)

/** Has one host ask. Errors: `interrupted`; others are in the result. */
export async function checkHost(
  fleet: Fleet,
  host: Host,
  context: Context<HostSeen>,
): Promise<HostSeen> {
  const started = performance.now()
  const seconds = () => Math.round(performance.now() - started) / 1000
  try {
    const asked = await ask(fleet, host, context)
    const mayCompile = host.policy.heavyBuilds === "allow"
    const judged = judgeHost(asked, fleet.caches, mayCompile)
    return { ...judged, host: host.name, seconds: seconds() }
  } catch (thrown) {
    const error = asFailure(thrown, host, "plan", context.signal)
    if (context.signal.aborted) throw error
    return {
      caches: [],
      error: failureOf(error),
      heavy: [],
      host: host.name,
      "only-here": [],
      outcome: "bad",
      seconds: seconds(),
      "would-compile": [],
    }
  }
}

async function ask(
  fleet: Fleet,
  host: Host,
  context: Context<HostSeen>,
): Promise<AskedCaches> {
  await using resources = new AsyncDisposableStack()
  const quiet = { ...context, emit: () => {} }
  const beginning = { fleet, host, input }
  const outcome = await runStages(upToPush, beginning, quiet, resources)
  if (outcome.how === "failed") throw outcome.error
  if (outcome.how === "ended") throw fail("bug", { message: outcome.verdict })
  const { config, link, source } = outcome.reached
  const evaluated = await evaluate(link.shell, {
    config,
    survey: true,
    heavy: heavyPattern(heavy.packages),
    host: host.name,
    source,
  })
  if (evaluated.exit !== 0 || evaluated.json === undefined) {
    throw evaluationFailure(evaluated.stderr, host.name, fleet)
  }
  const { system, toplevel } = fittingJson(evaluationSchema, evaluated.json, {
    asked: "the evaluation",
    host: host.name,
  })
  const survey = await surveyBuild(
    { config, link },
    { ...evaluated, system, toplevel },
    { ...context, say: () => {} },
  )
  const read = parseDerivations(evaluated.derivations ?? "{}")
  const asked = await askCaches(link.shell, {
    config,
    paths: heavyPaths(survey, read),
    system: { drv: system, heavy: heavyPattern(heavy.packages), toplevel },
  })
  return { ...asked, asked: heavyIn(asked.asked), valid: heavyIn(asked.valid) }
}

function heavyIn(paths: readonly string[]): readonly string[] {
  return heavyBuilds(paths, heavy.packages).map(({ drv }) => drv)
}
