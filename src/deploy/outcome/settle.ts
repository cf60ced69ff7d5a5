import { setTimeout } from "node:timers/promises"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { SdopsError } from "../../errors/sdops-error.ts"
import { type DeployRecord, isFinal } from "../../host/record/deploy-record.ts"
import { afterBoot } from "../../host/boot/after-boot.ts"
import { follow } from "../../host/supervisor/follow.ts"
import type { HostShell } from "../../host/shell.ts"
import { reject } from "../../host/supervisor/signals.ts"
import type { Host } from "../../inventory/host.ts"
import type { Supervised } from "../deployment.ts"
import type { DeployEvent } from "../event.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import { emitter } from "../runner.ts"
import { stageNames } from "../stage-name.ts"
import { asFailure } from "../../inventory/as-failure.ts"

/** What is known of a deployment after a failure. */
export type Settled =
  | { readonly how: "ended"; readonly record: DeployRecord }
  | { readonly how: "never-begun" }
  /** Why it couldn't be asked, the last time that it was tried. */
  | { readonly how: "unknown"; readonly why: SdopsError }

/**
 * After a failure with a supervisor on the host: tells it to turn back, over a
 * fresh connection, and waits for its last word. Whatever keeps it from doing
 * so is told, and may pass: a candidate that shuts us out is rolled back. A
 * host that stays silent until the deadline is not known: it takes care of
 * itself. Errors: none.
 */
export async function settle(
  host: Host,
  supervised: Supervised,
  error: SdopsError,
  context: Context<DeployEvent>,
  reach: typeof openLink = openLink,
): Promise<Settled> {
  const { record } = supervised
  if (record !== undefined && isFinal(record.state)) {
    return { how: "ended", record }
  }
  const { contact, gate } = context.limits
  const until = performance.now() + (contact + gate) * 1000
  // Ctrl-C has stopped the stages; it must not stop this.
  const { signal } = new AbortController()
  const stage = stageNames.find((name) => name === error.stage) ?? "activate"
  const emit = emitter(context, host.name)
  let said = ""
  for (;;) {
    try {
      const link = await reach(host, { ...context, signal })
      return await turnBack(link, supervised, error)
    } catch (thrown) {
      const why = asFailure(thrown, host, stage, signal)
      // What is wrong here doesn't pass.
      const over = performance.now() > until || why.kind === "bug"
      if (over) return { how: "unknown", why }
      const text = `${why.message}; asking again how it ends`
      if (text !== said) {
        emit({ event: "progress", stage, text })
      }
      said = text
    }
    await setTimeout(1000)
  }
}

async function turnBack(
  { connection, shell }: Link,
  supervised: Supervised,
  error: SdopsError,
): Promise<Settled> {
  await using _ = connection
  // Who has booted the candidate has nobody yet who would hear a no.
  if (supervised.record?.state === "booting") {
    await afterBoot(shell, supervised.key.id)
  }
  const told = await turnDown(shell, supervised, error)
  if (told === "never-begun") return { how: told }
  let { record } = supervised
  for await (const followed of follow(shell, supervised.place)) {
    supervised.place = followed.place
    supervised.record = followed.record
    record = followed.record
  }
  if (record !== undefined && isFinal(record.state)) {
    return { how: "ended", record }
  }
  const { id } = supervised.key
  throw fail("hostRecord", { host: shell.host, id }, { host: shell.host })
}

async function turnDown(
  shell: HostShell,
  { key }: Supervised,
  error: SdopsError,
): Promise<"never-begun" | "told"> {
  try {
    const record = await reject(shell, key, error.code)
    return record === undefined ? "never-begun" : "told"
  } catch (thrown) {
    // It was over already; then following says how.
    const over = thrown instanceof SdopsError && thrown.kind === "deployOver"
    if (over) return "told"
    throw thrown
  }
}
