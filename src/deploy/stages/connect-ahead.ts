import { requireComplete } from "../../inventory/incompleteness.ts"
import type { Deployment } from "../deployment.ts"
import { evaluates } from "../goal.ts"
import type { Stage } from "../stage.ts"
import { connect } from "./connect.ts"

/**
 * The connection; meanwhile the build site that the host shares with others is
 * opened and evaluates: for that nothing of the host has to be known. Errors:
 * those of `connect`; those of the site come where it is waited for.
 */
export const connectAhead: Stage<"host" | "input", "link", "sites"> = {
  ...connect,
  async run(given, context) {
    requireComplete(given.host)
    beginOnSite(given).catch(() => {})
    return connect.run(given, context)
  },
}

async function beginOnSite({
  host,
  input,
  sites,
}: Pick<Deployment, "host" | "input" | "sites">): Promise<void> {
  const site = await sites?.of(host)
  if (evaluates(input)) await site?.evaluated(host.name)
}
