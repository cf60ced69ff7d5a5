import { parseDerivations } from "../../nix/derivation.ts"
import { parseBuildTimes } from "../../nix/build-times.ts"
import { fittingJson } from "../../host/fitting.ts"
import { evaluateTree } from "../plan/evaluate-tree.ts"
import { evaluationSchema } from "../plan/evaluation.ts"
import { onlyLooks } from "../goal.ts"
import { lookAtFirst } from "../first/look.ts"
import { evaluationFailure } from "../plan/evaluation-failure.ts"
import { fleetTimes } from "../journal/build-times.ts"
import { lookForHeavy } from "../heavy/look-for-heavy.ts"
import { lostJobs } from "../gate/lost-jobs.ts"
import { makePlan } from "../plan/make-plan.ts"
import { refused } from "../plan/refused.ts"
import { sayPlan } from "../plan/say-plan.ts"
import { configOf, surveyBuild } from "../survey/survey.ts"
import type { Stage } from "../stage.ts"
import { systemChanges } from "../changes/system-changes.ts"
import { isUnchanged } from "../plan/unchanged.ts"
import { whyHeavy } from "../why/why-heavy.ts"
import { unsafeFolders } from "../plan/unsafe-folders.ts"

/**
 * Evaluates on the host and decides what would happen, before anything is
 * touched. Errors: those of *guard* where it ends here; `evaluationFailed`
 * with the first real error of Nix, `hostIncomplete`.
 */
export const plan: Stage<
  | "ahead"
  | "config"
  | "facts"
  | "fleet"
  | "host"
  | "input"
  | "link"
  | "site"
  | "source",
  "config" | "derivations" | "driver" | "evaluation" | "plan"
> = {
  name: "plan",
  title: "Plan",
  async run(given, context) {
    const { ahead, config, host, input, link } = given
    const onSurvey = () => context.say("looking at what would be built")
    context.say("evaluating")
    void ahead?.asking.then(onSurvey)
    const evaluated =
      (await ahead?.evaluated) ?? (await evaluateTree(given, { onSurvey }))
    if (evaluated.exit !== 0 || evaluated.json === undefined) {
      throw evaluationFailure(evaluated.stderr, host.name, given.fleet)
    }
    const evaluation = fittingJson(evaluationSchema, evaluated.json, {
      asked: "the evaluation",
      host: host.name,
    })
    const derivations = parseDerivations(evaluated.derivations ?? "{}")
    const nothing = isUnchanged(given.facts, evaluation)
    // The host is looked at while caches are asked.
    const comparing = begun(lookAtFirst(link, { ...given, evaluation }))
    const judging = begun(
      nothing ? Promise.resolve([]) : unsafeFolders(link.shell, evaluation),
    )
    const site = given.site.shared?.link ?? link
    const { system, toplevel } = evaluation
    const survey = await surveyBuild(
      { config, link: site, memory: given.site.shared?.caches },
      { ...evaluated, system, toplevel },
      context,
    )
    const drvs = survey.built.map(({ drv }) => drv)
    const builders = await lookForHeavy({ ...given, derivations }, drvs)
    const why = await whyHeavy({ ...given, derivations }, survey, context.say)
    const changes = nothing
      ? undefined
      : await systemChanges({ ...given, evaluation, runtime: survey.runtime })
    const units = evaluation.host.apps.map(({ unit }) => unit)
    const made = makePlan({
      builders,
      // The site's own count for more than those of other machines.
      buildTimes: new Map([
        ...(await fleetTimes(given.fleet.root)),
        ...parseBuildTimes(evaluated.buildTimes),
      ]),
      changes,
      derivations,
      evaluation,
      facts: given.facts,
      first: await comparing,
      folders: await judging,
      host,
      input,
      survey,
      why,
    })
    const lost = made.unchanged
      ? []
      : await lostJobs({ ...given, evaluation }, units, context)
    const plan = { ...made, notes: [...made.notes, ...lost] }
    const adds = {
      config: config + configOf(survey, context.limits),
      derivations,
      driver: plan.driver,
      evaluation,
      plan,
    }
    const text = sayPlan(plan)
    if (onlyLooks(input)) {
      // It ends as the deployment would.
      if (plan.refusals.length > 0) {
        context.keep(adds)
        throw refused(plan, host)
      }
      return { adds, ends: "planned", text }
    }
    if (plan.unchanged && input.goal === "switch") {
      return { adds, ends: "unchanged", text }
    }
    return { adds, text }
  },
}

/** Waited for later, if at all: what fails on the way is told first. */
function begun<Result>(work: Promise<Result>): Promise<Result> {
  work.catch(() => {})
  return work
}
