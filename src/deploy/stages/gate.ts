import { appOf } from "../../apps/apps.ts"
import type { Smoke } from "../../apps/app.ts"
import { placeOf } from "../../apps/place.ts"
import { acknowledge, contact } from "../../host/signals.ts"
import type { Link } from "../deployment.ts"
import type { Evaluation } from "../evaluation.ts"
import { openLink } from "../open-link.ts"
import type { Stage, StageContext } from "../stage.ts"
import { whileWatched } from "../while-watched.ts"

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
    const smoke = await whileWatched(
      supervised,
      link.shell,
      context,
      async (signal) => {
        const proof = await prove(evaluation, link, { ...context, signal })
        await acknowledge(link.shell, supervised.key)
        return proof
      },
    )
    const apps = evaluation.host.apps.length
    return { adds: { link, smoke }, text: sayProof(smoke, apps) }
  },
}

/** Has each app make an image; the last one is kept. */
async function prove(
  { host }: Evaluation,
  { connection }: Link,
  context: StageContext,
): Promise<Smoke | undefined> {
  let smoke: Smoke | undefined
  for (const known of host.apps) {
    const app = appOf(known)
    const at = placeOf(known, connection)
    context.say(`waiting for ${known.name}`)
    await app.ready(at, context)
    if (app.smoke === undefined) continue
    context.say(`making an image with ${known.name}`)
    smoke = await app.smoke(at, { gpu: host.gpu, ...known }, context)
  }
  return smoke
}

function sayProof(smoke: Smoke | undefined, apps: number): string {
  if (smoke === undefined)
    return apps === 0 ? "reachable; no app to prove" : "reachable, ready"
  return `${smoke.depth} image in ${smoke.seconds.toFixed(1)} s`
}
