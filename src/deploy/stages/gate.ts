import type { Smoke } from "../../apps/app.ts"
import { fail } from "../../errors/fail.ts"
import { failedNodes, sayFailedNode } from "../../host/apps/failed-nodes.ts"
import type { Limits } from "../../limits.ts"
import { policyWorkflow } from "../../images/policy-workflow.ts"
import { acknowledge, contact } from "../../host/supervisor/signals.ts"
import type { Deployment } from "../deployment.ts"
import type { Link } from "../../host/open-link.ts"
import { proveApps } from "../gate/prove-apps.ts"
import type { Stage, StageContext } from "../stage.ts"
import { whileWatched } from "../gate/while-watched.ts"

type Needs =
  | "candidate"
  | "evaluation"
  | "facts"
  | "fleet"
  | "fresh"
  | "host"
  | "supervised"

/**
 * Proves the candidate over a fresh connection: contact, the app's API, an
 * image that its own process made. Errors: those of the apps, `nodesFailed` by
 * policy; then the host rolls back.
 */
export const gate: Stage<Needs, "link" | "remarks" | "smoke"> = {
  name: "gate",
  title: "Prove that it serves",
  async run(given, context) {
    const { evaluation, supervised } = given
    const link = await given.fresh
    await contact(link.shell, supervised.key)
    const { remarks, smoke } = await whileWatched(
      supervised,
      link.shell,
      context,
      async (signal) => {
        const watched = { ...context, limits: later(context.limits), signal }
        const { connection, shell } = link
        const isNew = (unit: string) => hasNewProcess(unit, given)
        const { fleet, host } = given
        const { depth } = host.policy.smoke
        const workflow = await policyWorkflow(fleet, host)
        const proven = await proveApps(
          { ...evaluation, depth, workflow },
          connection,
          isNew,
          watched,
        )
        const failed = await lookAtNodes(given, link, watched)
        const proof = proven.everyAppMadeOne ? "image" : "contact"
        await acknowledge(shell, supervised.key, proof)
        return { ...proven, remarks: [...proven.remarks, ...failed] }
      },
    )
    const apps = evaluation.host.apps.length
    const text = [sayProof(smoke, apps), ...remarks].join("; ")
    return { adds: { link, remarks, smoke }, text }
  },
}

/**
 * Five seconds more for an app to be ready than the host itself gives: an app
 * that keeps dying is told by the host, which knows its last words.
 */
function later(limits: Limits): Limits {
  return { ...limits, ready: limits.ready + 5 }
}

/** Whether a unit's process isn't the one that ran before. */
function hasNewProcess(
  unit: string,
  { candidate, facts, supervised }: Pick<Deployment, Needs>,
): boolean {
  if (candidate.boots) return true
  const before = facts.apps.find((app) => app.unit === unit)
  if (before?.ActiveState !== "active") return true
  const restarted = supervised.record?.restarted ?? []
  return candidate.touched.includes(unit) || restarted.includes(unit)
}

/** Declared custom nodes that don't work, as far as policy lets them be. */
async function lookAtNodes(
  { evaluation, host }: Pick<Deployment, Needs>,
  { shell }: Link,
  context: StageContext,
): Promise<readonly string[]> {
  const lists = await Promise.all(
    evaluation.host.apps.map(({ customNodes: names = [], unit }) =>
      failedNodes(shell, { names, unit }),
    ),
  )
  const failed = lists.flat()
  const said = failed.map(sayFailedNode)
  if (failed.length > 0 && host.policy.failedNodes === "refuse") {
    const names = failed.map(({ name }) => name)
    const { host: name, stage } = context
    throw fail("nodesFailed", { names }, { because: said, host: name, stage })
  }
  return said
}

function sayProof(smoke: Smoke | undefined, apps: number): string {
  if (smoke === undefined)
    return apps === 0 ? "reachable; no app to prove" : "reachable, ready"
  return `image (${smoke.depth}) in ${smoke.seconds.toFixed(1)} s`
}
