import { fail } from "../../errors/fail.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import { failedNodes, sayFailedNode } from "../../host/apps/failed-nodes.ts"
import type { Link } from "../../host/open-link.ts"
import type { HostShell } from "../../host/shell.ts"
import { acknowledge, contact } from "../../host/supervisor/signals.ts"
import { policyWorkflow } from "../../images/policy-workflow.ts"
import type { Limits } from "../../limits.ts"
import type { Deployment } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import { followUntil } from "./follow-until.ts"
import { type Proven, proveApps } from "./prove-apps.ts"
import { whileWatched } from "./while-watched.ts"

type Given = Pick<
  Deployment,
  "candidate" | "evaluation" | "facts" | "fleet" | "host" | "supervised"
>

/** What had been proven when a connection broke; filled in. */
export type Found = { proven?: Proven }

/**
 * Contact, proof and acknowledgement over one link. Over the next one it goes
 * on where it was: what was proven stays so, and a signal may be given twice.
 * Errors: those of the apps, `nodesFailed` by policy; what the record says
 * where the host has turned back.
 */
export async function proveCandidate(
  given: Given,
  { connection, shell }: Link,
  found: Found,
  context: StageContext,
): Promise<Proven> {
  const { evaluation, fleet, host, supervised } = given
  if (found.proven === undefined) await makeContact(given, shell, context)
  return whileWatched(supervised, shell, context, async (signal) => {
    const watched = { ...context, limits: later(context.limits), signal }
    const proven = (found.proven ??= await look(watched))
    const proof = proven.everyAppMadeOne ? "image" : "contact"
    try {
      await acknowledge(shell, supervised.key, proof)
    } catch (thrown) {
      // Heard before the connection broke; the commit's record says the rest.
      if (!isFailure(thrown, "deployOver")) throw thrown
    }
    return proven
  })

  async function look(watched: StageContext): Promise<Proven> {
    const { depth } = host.policy.smoke
    const workflow = await policyWorkflow(fleet, host)
    const proven = await proveApps(
      { ...evaluation, depth, workflow },
      connection,
      (unit) => hasNewProcess(unit, given),
      watched,
    )
    const failed = await lookAtNodes(given, shell, watched)
    return { ...proven, remarks: [...proven.remarks, ...failed] }
  }
}

/** Errors: what the record says of a host that waits no more. */
async function makeContact(
  { supervised }: Given,
  shell: HostShell,
  context: StageContext,
): Promise<void> {
  try {
    await contact(shell, supervised.key)
  } catch (thrown) {
    if (!isFailure(thrown, "deployOver")) throw thrown
    await followUntil(supervised, shell, context, () => "wait")
  }
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
  { candidate, facts, supervised }: Given,
): boolean {
  if (candidate.boots) return true
  const before = facts.apps.find((app) => app.unit === unit)
  if (before?.ActiveState !== "active") return true
  const restarted = supervised.record?.restarted ?? []
  return candidate.touched.includes(unit) || restarted.includes(unit)
}

/** Declared custom nodes that don't work, as far as policy lets them be. */
async function lookAtNodes(
  { evaluation, host }: Given,
  shell: HostShell,
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
