import type { DeployRecord } from "../../host/record/deploy-record.ts"
import type { Link } from "../../host/open-link.ts"
import type { Deployment } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import { followUntil, type Look } from "./follow-until.ts"
import { overLinks } from "./over-links.ts"

/** Where a supervisor was followed to. */
type Through = {
  /** The connection that it was followed over in the end. */
  readonly link: Link
  readonly record: DeployRecord
}

/**
 * Follows a supervisor as `followUntil` does, and over a fresh connection when
 * the old one breaks. Errors: those of `followUntil` and `overLinks`.
 */
export function followThrough(
  { host, link: first, supervised }: Followed,
  context: StageContext,
  look: (record: DeployRecord) => Look,
): Promise<Through> {
  return overLinks({ first, host }, context, async (link) => {
    const record = await followUntil(supervised, link.shell, context, look)
    return { link, record }
  })
}

type Followed = Pick<Deployment, "host" | "link" | "supervised">
