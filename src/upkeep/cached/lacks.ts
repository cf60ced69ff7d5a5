import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import type { Context } from "../../context.ts"
import { evaluationFailure } from "../../deploy/plan/evaluation-failure.ts"
import { evaluationSchema } from "../../deploy/plan/evaluation.ts"
import { sendTree } from "../../deploy/plan/send-tree.ts"
import { sayHeavy, unusable } from "../../deploy/heavy/heavy-of-caches.ts"
import { unionTree } from "../../deploy/site/union-tree.ts"
import { cacheMemory } from "../../deploy/survey/cache-memory.ts"
import { surveyBuild } from "../../deploy/survey/survey.ts"
import type { Evaluated } from "../../host/nix/evaluate.ts"
import { evaluateAll } from "../../host/nix/evaluate-all.ts"
import { fittingJson } from "../../host/fitting.ts"
import type { Link } from "../../host/open-link.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { parseDerivations } from "../../nix/derivation.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import { heavyPattern } from "../../nix/heavy-pattern.ts"
import { nixConfig } from "../../nix/nix-config.ts"

/** What keeps hosts from what a lock would give them. */
export type Lacks = {
  /** Heavy packages that no cache has, by name, sorted. */
  readonly heavy: readonly string[]
  /** Caches that couldn't be asked, or why a host doesn't evaluate. */
  readonly problems: readonly string[]
  /** Whether hosts evaluate with it. */
  readonly evaluates: boolean
}

/** Hosts in one evaluation, each about 1 GB. */
const together = 8

/**
 * Which heavy packages of hosts would have to be compiled with a lock: by an
 * evaluation on one host, and the caches as its Nix asks them. What is in its
 * store counts as there. Errors: those of the connection.
 */
export async function lacksOf(
  fleet: Fleet,
  { hosts, lock }: { readonly hosts: readonly string[]; readonly lock: string },
  link: Link,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<Lacks> {
  const union = await unionTree(fleet, hosts, lock)
  const { source } = await sendTree(link.shell, union.tree)
  const config = nixConfig({ caches: fleet.caches })
  const memory = cacheMemory()
  const ask = (some: readonly string[]) =>
    evaluateAll(link.shell, {
      config,
      heavy: heavyPattern(heavy.packages),
      hosts: some,
      source,
    })
  const found: Lacks[] = []
  for (let at = 0; at < union.hosts.length; at += together) {
    for (const [host, evaluated] of await ask(
      union.hosts.slice(at, at + together),
    )) {
      const { exit, json, stderr } = evaluated
      if (exit !== 0 || json === undefined) {
        const { message } = evaluationFailure(stderr, host, fleet)
        return { evaluates: false, heavy: [], problems: [message] }
      }
      found.push(await lackedBy({ evaluated, json }))
    }
  }
  return {
    evaluates: true,
    heavy: sorted(found.flatMap((one) => one.heavy)),
    problems: sorted(found.flatMap(({ problems }) => problems)),
  }

  async function lackedBy({ evaluated, json }: Answer): Promise<Lacks> {
    const { system, toplevel } = fittingJson(evaluationSchema, json, {
      asked: "the evaluation",
      host: link.shell.host,
    })
    const survey = await surveyBuild(
      { config, link, memory },
      { ...evaluated, system, toplevel },
      { ...context, say: () => {} },
    )
    const drvs = survey.built.map(({ drv }) => drv)
    const read = parseDerivations(evaluated.derivations ?? "{}")
    const slow = heavyBuilds(drvs, heavy.packages, read).map(sayHeavy)
    const problems = slow.length > 0 ? unusable(survey) : []
    return { evaluates: true, heavy: slow, problems }
  }
}

type Answer = { readonly evaluated: Evaluated; readonly json: string }

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted()
}
