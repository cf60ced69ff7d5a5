import type { Host } from "../../inventory/host.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import type { StageContext } from "../stage.ts"

/**
 * Begins another connection to a host; whoever waits for it is told of its
 * failure, and nobody else. It is closed with the deployment, also where that
 * ends before. Errors: those of `openLink`.
 */
export function openFresh(host: Host, context: StageContext): Promise<Link> {
  const opening = openLink(host, context)
  const opened = opening.catch(() => undefined)
  context.resources.defer(async () => {
    await (await opened)?.connection[Symbol.asyncDispose]()
  })
  return opening
}
