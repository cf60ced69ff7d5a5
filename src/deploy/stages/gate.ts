import { appOf } from "../../apps/apps.ts"
import type { Smoke } from "../../apps/app.ts"
import { acknowledge, contact } from "../../host/signals.ts"
import { openLink } from "../open-link.ts"
import type { Stage } from "../stage.ts"

/**
 * Proves the candidate over a fresh connection: contact, the app's API, an
 * image that its own process made. Errors: those of the apps; then the host
 * rolls back.
 */
export const gate: Stage<
  "evaluation" | "host" | "supervised",
  "link" | "smoke"
> = {
  name: "gate",
  title: "Prove that it serves",
  async run({ evaluation, host, supervised }, context) {
    const link = await openLink(host, context)
    context.resources.use(link.connection)
    await contact(link.shell, supervised.key)
    let smoke: Smoke | undefined
    for (const known of evaluation.host.apps) {
      const app = appOf(known.name)
      const at = { connection: link.connection, port: known.port }
      context.say(`waiting for ${known.name}`)
      await app.ready(at, context)
      context.say(`making an image with ${known.name}`)
      smoke = await app.smoke(
        at,
        { gpu: evaluation.host.gpu, ...known },
        context,
      )
    }
    await acknowledge(link.shell, supervised.key)
    return { adds: { link, smoke }, text: sayProof(smoke) }
  },
}

function sayProof(smoke: Smoke | undefined): string {
  if (smoke === undefined) return "reachable; no app to prove"
  return `${smoke.depth} image in ${smoke.seconds.toFixed(1)} s`
}
