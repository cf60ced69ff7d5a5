import { builderHosts } from "../../builders/machines-for.ts"
import { fail } from "../../errors/fail.ts"
import { rebuild } from "../../host/nix/rebuild.ts"
import { buildFirst } from "../heavy/build-first.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import type { Deployment } from "../deployment.ts"
import { type Sources, sourcesOf } from "../build/sources.ts"
import { readBuild } from "../build/read-build.ts"
import { dialectOf } from "../build/rebuild-dialect.ts"
import type { Stage, StageContext } from "../stage.ts"
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
  | "source"

/**
 * `nixos-rebuild build`, then a dry activation of what came out, which says
 * what the candidate really touches. What is heavy may come first, on builders.
 * Errors: `buildFailed`, `notAsPlanned`, and those of `tryActivation`.
 */
export const build: Stage<Needs, "candidate" | "sources"> = {
  name: "build",
  title: "Build",
  async run(given, context) {
    const { sources, toplevel } = await buildSystem(given, context)
    const { facts, input, link, plan } = given
    const { candidate, lines } = await tryActivation(toplevel, {
      driver: plan.driver,
      facts,
      goal: input.goal,
      shell: link.shell,
    })
    if (input.goal === "dry-activate") {
      for (const line of lines) context.output(line)
    }
    const { touched } = candidate
    const text = touched.length > 0 ? `touches ${touched.join(", ")}` : "built"
    return { adds: { candidate, sources }, text }
  },
}

async function buildSystem(
  given: Pick<Deployment, Needs>,
  context: StageContext,
): Promise<{ readonly sources: Sources; readonly toplevel: string }> {
  const { evaluation, facts, fleet, host, link, source } = given
  const log = readBuild(context, fleet)
  const config = await buildFirst(given, log, context)
  const built = await rebuild(link.shell, {
    action: "build",
    config,
    deadline: context.limits.build,
    dialect: dialectOf(facts),
    host: host.name,
    hosts: builderHosts(fleet, host),
    onLine: log.line,
    source,
  })
  if (built.exit !== 0 || built.result === undefined) {
    throw nixFailure(log.text(), { during: "the build", where: host.name })
  }
  if (built.result === evaluation.toplevel) {
    const sources = sourcesOf(log.provenance(), fleet, given.derivations)
    return { sources, toplevel: built.result }
  }
  throw fail("notAsPlanned", {
    built: built.result,
    planned: evaluation.toplevel,
  })
}
