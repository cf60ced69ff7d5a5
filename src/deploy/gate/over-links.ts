import { setTimeout } from "node:timers/promises"
import { isFailure } from "../../errors/sdops-error.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import type { Deployment } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import { signOfLife } from "./sign-of-life.ts"

type First = Pick<Deployment, "host"> & {
  /** To begin with; it may still be opening. */
  readonly first: Promise<Link> | Link
  /** Made before: while it lives, it isn't the network that keeps us out. */
  readonly older?: Link
}

/**
 * Works over a link, and over a new one whenever it breaks: activation may
 * restart the network, and a network may be gone for a minute. What `work` has
 * done before it may do again. Errors: those of `work`; the loss, when the host
 * isn't reached again within `limits.contact` seconds, or within those of
 * `limits.connect` while an older link lives: then its sshd is gone.
 */
export async function overLinks<Result>(
  { first, host, older }: First,
  context: StageContext,
  work: (link: Link) => Promise<Result>,
  reach: typeof openLink = openLink,
): Promise<Result> {
  let link: Link | undefined
  for (;;) {
    try {
      return await work((link ??= await first))
    } catch (thrown) {
      if (!isAway(thrown)) throw thrown
      context.say("the connection broke; connecting again")
      link = await again({ host, older }, context, thrown, reach)
    }
  }
}

async function again(
  { host, older }: Pick<First, "host"> & { readonly older: Link | undefined },
  context: StageContext,
  loss: unknown,
  reach: typeof openLink,
): Promise<Link> {
  const { connect, contact } = context.limits
  const began = performance.now()
  for (;;) {
    try {
      const link = await reach(host, context)
      context.resources.use(link.connection)
      return link
    } catch (thrown) {
      if (!isAway(thrown)) throw thrown
      const away = (performance.now() - began) / 1000
      if (away > contact) throw loss
      if (away > connect && older && (await lives(older))) throw loss
    }
    await setTimeout(1000, undefined, { signal: context.signal })
  }
}

/** Whether it is the way to the host that failed. */
function isAway(thrown: unknown): boolean {
  return isFailure(thrown, "unreachable") || isFailure(thrown, "connectionLost")
}

function lives({ shell }: Link): Promise<boolean> {
  return signOfLife(shell).then(
    () => true,
    () => false,
  )
}
