import { setTimeout } from "node:timers/promises"
import { isFailure } from "../../errors/sdops-error.ts"
import type { DeployRecord } from "../../host/record/deploy-record.ts"
import { closeStale } from "../../host/record/records.ts"
import type { Deployment } from "../deployment.ts"
import { followUntil, type Look } from "./follow-until.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import type { StageContext } from "../stage.ts"

/** Where a supervisor was followed to. */
type Through = {
  /** The connection that it was followed over in the end. */
  readonly link: Link
  readonly record: DeployRecord
}

/**
 * Follows a supervisor as `followUntil` does, and over a fresh connection when
 * the old one breaks: activation may restart the network. Errors: the loss,
 * when the host isn't reached again within `limits.contact` seconds.
 */
export async function followThrough(
  given: Pick<Deployment, "host" | "link" | "supervised">,
  context: StageContext,
  look: (record: DeployRecord) => Look,
): Promise<Through> {
  let { link } = given
  for (;;) {
    try {
      const { supervised } = given
      const record = await followUntil(supervised, link.shell, context, look)
      return { link, record }
    } catch (thrown) {
      if (!isFailure(thrown, "connectionLost")) throw thrown
      context.say("the connection broke; connecting again")
      link = await again(given, context, thrown)
    }
  }
}

async function again(
  { host }: Pick<Deployment, "host">,
  context: StageContext,
  loss: unknown,
): Promise<Link> {
  const until = performance.now() + context.limits.contact * 1000
  for (;;) {
    try {
      const link = await openLink(host, context)
      context.resources.use(link.connection)
      // A host that was off meanwhile has nobody left who would end it.
      await closeStale(link.shell)
      return link
    } catch (thrown) {
      const away =
        isFailure(thrown, "unreachable") || isFailure(thrown, "connectionLost")
      if (!away) throw thrown
      if (performance.now() > until) throw loss
    }
    await setTimeout(1000, undefined, { signal: context.signal })
  }
}
