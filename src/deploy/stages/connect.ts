import { requireComplete } from "../../inventory/incompleteness.ts"
import { openLink } from "../../host/open-link.ts"
import type { Stage } from "../stage.ts"

/** One SSH connection, host key checked. Errors: those of `openLink`. */
export const connect: Stage<"host", "link"> = {
  name: "connect",
  title: "Connect",
  async run({ host }, context) {
    requireComplete(host)
    const link = await openLink(host, context)
    context.resources.use(link.connection)
    return { adds: { link }, text: host.address }
  },
}
