import type { AppPlace } from "../../apps/place.ts"
import type { App, AppContext, Smoke, SmokeInput } from "../../apps/app.ts"
import { appOf } from "../../apps/apps.ts"
import { placeOf } from "../../apps/place.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import type { Deployment } from "../deployment.ts"
import type { StageContext } from "../stage.ts"

export type Proven = {
  /** Whether there are apps, and each of them has made an image. */
  readonly everyAppMadeOne: boolean
  /** Of the last app that made an image. */
  readonly smoke: Smoke | undefined
  /** What was left out, and why. */
  readonly remarks: readonly string[]
}

type Proving = Pick<Deployment["evaluation"], "host"> &
  Pick<SmokeInput, "depth" | "workflow">

/**
 * Waits for each app and has it make an image, all within `limits.gate`
 * seconds. An app whose process is the one of before is no reason to go back
 * when others' jobs keep it from making one: that is said instead. Errors:
 * those of the apps.
 */
export async function proveApps(
  { depth, host, workflow }: Proving,
  connection: AppPlace["connection"],
  isNew: (unit: string) => boolean,
  context: StageContext,
): Promise<Proven> {
  const until = performance.now() + context.limits.gate * 1000
  const remarks: string[] = []
  let smoke: Smoke | undefined
  let images = 0
  for (const known of host.apps) {
    const app = appOf(known)
    const place = placeOf(known, connection)
    context.say(`waiting for ${known.name}`)
    await app.ready(place, within(until, context))
    if (app.smoke === undefined) continue
    const own = known.name === "comfyui" ? workflow : undefined
    const input = { gpu: host.gpu, ...known, depth, workflow: own }
    const make = () => smokeOf(app, place, input, within(until, context))
    const image = isNew(known.unit)
      ? await make()
      : await unlessBusy(app, place, make, context)
    if (image === "busy")
      remarks.push(`${known.name} is busy and unchanged, so it made no image`)
    else {
      smoke = image
      images += 1
    }
  }
  const everyAppMadeOne = images > 0 && images === host.apps.length
  return { everyAppMadeOne, remarks, smoke }

  function smokeOf(
    app: App,
    place: AppPlace,
    input: Parameters<NonNullable<App["smoke"]>>[1],
    limited: AppContext,
  ) {
    context.say(`making an image with ${app.name}`)
    return app.smoke?.(place, input, limited)
  }
}

/** What `make` gives, or `busy` when others' jobs come first. */
async function unlessBusy<Made>(
  app: App,
  place: AppPlace,
  make: () => Promise<Made> | undefined,
  context: AppContext,
): Promise<Made | "busy" | undefined> {
  if (((await app.queued(place, context)) ?? 0) > 0) return "busy"
  try {
    return await make()
  } catch (thrown) {
    if (isFailure(thrown, "smokeBehind")) return "busy"
    throw thrown
  }
}

/** The limits of what is left of the gate's time. */
function within(until: number, context: StageContext): StageContext {
  const { limits } = context
  const gate = Math.max(1, Math.ceil((until - performance.now()) / 1000))
  const ready = Math.min(limits.ready, gate)
  return { ...context, limits: { ...limits, gate, ready } }
}
