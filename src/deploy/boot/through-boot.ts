import { setTimeout } from "node:timers/promises"
import { fail } from "../../errors/fail.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import { afterBoot } from "../../host/boot/after-boot.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import { closeStale } from "../../host/record/records.ts"
import type { Deployment } from "../deployment.ts"
import type { StageContext } from "../stage.ts"
import { followThrough } from "../gate/follow-through.ts"

/**
 * Follows a supervisor into the boot that it asks for, and has the host go on
 * with the deployment once it has booted, whatever it has booted: the record
 * says what came of it. Returns the link to it. Errors: what the record says
 * where it doesn't come to a boot; `contactLost` when the host isn't back
 * within `limits.boot` seconds.
 */
export async function throughBoot(
  given: Pick<Deployment, "host" | "link" | "supervised">,
  context: StageContext,
): Promise<Link> {
  const { host, supervised } = given
  await followThrough(given, context, ({ state }) =>
    state === "booting" || state === "gating" ? "reached" : "wait",
  )
  context.say("the host reboots into the new system, once")
  const until = performance.now() + context.limits.boot * 1000
  for (;;) {
    const link = await answering(given, context)
    if (link !== undefined) {
      // Nothing more comes of the boot before.
      supervised.stream = undefined
      return link
    }
    if (performance.now() > until) {
      const { name } = host
      const lost = { cause: "no answer since the reboot", host: name }
      throw fail("contactLost", { ...lost, state: "booting" }, { host: name })
    }
    await setTimeout(1000, undefined, { signal: context.signal })
  }
}

/** The host, if it has booted; undefined while it is down, or not yet so. */
async function answering(
  { host, supervised }: Pick<Deployment, "host" | "supervised">,
  context: StageContext,
): Promise<Link | undefined> {
  let link: Link | undefined
  try {
    link = await openLink(host, context)
    const answer = await afterBoot(link.shell, supervised.key.id)
    // The old system came up instead, and nobody has said so yet.
    if (answer === "elsewhere") await closeStale(link.shell)
    if (answer !== "waiting") {
      context.resources.use(link.connection)
      return link
    }
  } catch (thrown) {
    const away =
      isFailure(thrown, "unreachable") || isFailure(thrown, "connectionLost")
    if (!away) throw thrown
  }
  await link?.connection[Symbol.asyncDispose]()
  return undefined
}
