import { buildElsewhere } from "../site/build-elsewhere.ts"
import { buildFirst } from "../heavy/build-first.ts"
import { machineName } from "../../builders/machine-name.ts"
import { signHeavy } from "../heavy/sign-heavy.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import type { Deployment } from "../deployment.ts"
import { traitsOf } from "../goal.ts"
import { bringSecrets } from "../secrets/bring-secrets.ts"
import { type Sources, sourcesOf } from "../build/sources.ts"
import { expectedOf } from "../build/expected.ts"
import { readBuild } from "../build/read-build.ts"
import { rememberTimes } from "../build/remember-times.ts"
import { realisePlanned } from "../build/realise-planned.ts"
import type { Stage, StageContext } from "../stage.ts"
import { sayWhen } from "../changes/app-changes.ts"
import { tryActivation } from "../plan/try-activation.ts"

type Needs =
  | "config"
  | "derivations"
  | "evaluation"
  | "facts"
  | "fleet"
  | "host"
  | "input"
  | "link"
  | "plan"
  | "site"
  | "source"

/**
 * Builds the derivation that the plan's evaluation has named, then a dry
 * activation of what came out says what the candidate really touches. What is
 * heavy may come first, on builders. Errors: `buildFailed`, and those of
 * `bringSecrets` and `tryActivation`.
 */
export const build: Stage<Needs, "candidate" | "sources"> = {
  name: "build",
  title: "Build",
  async run(given, context) {
    await bring(given, context)
    const { sources, toplevel } = await buildSystem(given, context)
    await rememberTimes(given, sources)
    const { input, plan } = given
    const { candidate, lines } = await tryActivation(
      toplevel,
      { ...given, driver: plan.driver },
      context,
    )
    if (input.goal === "dry-activate") {
      for (const line of lines) context.output(line)
    }
    const { touched } = candidate
    const when = sayWhen[given.host.policy.appRestart]
    const text =
      touched.length > 0 ? `restarts ${touched.join(", ")} ${when}` : "built"
    return { adds: { candidate, sources }, text }
  },
}

/** Before the candidate's units want them; what runs keeps what it has. */
async function bring(
  { host, input, link }: Pick<Deployment, "host" | "input" | "link">,
  context: StageContext,
): Promise<void> {
  const { activates, persists } = traitsOf(input.goal)
  if (!activates && !persists) return
  await bringSecrets(host, link.shell, { restart: "files" }, context)
}

async function buildSystem(
  given: Pick<Deployment, Needs>,
  context: StageContext,
): Promise<{ readonly sources: Sources; readonly toplevel: string }> {
  const { derivations, evaluation, fleet, host, site } = given
  const { system, toplevel } = evaluation
  const log = readBuild(context, fleet, expectedOf(given))
  const config = await buildFirst(given, log, context)
  if (site.shared !== undefined) {
    const order = { config, evaluation, shared: site.shared }
    const sources = await buildElsewhere(given, order, log, context)
    return { sources, toplevel }
  }
  const { exit } = await realisePlanned(
    given,
    { config, of: { host: host.name }, wanted: [system] },
    log,
    context,
  )
  if (exit !== 0) {
    const builder = (uri: string) => machineName(uri, fleet)
    const during = "the build"
    throw nixFailure(log.text(), { builder, during, where: host.name })
  }
  const sources = sourcesOf(log.provenance(), fleet, derivations)
  await signHeavy(sources, derivations, site.shell, context)
  return { sources, toplevel }
}
