import type { Context } from "../../context.ts"
import { worstExitCode } from "../../deploy/outcome/verdict.ts"
import { whoDeploys } from "../../deploy/who-deploys.ts"
import { fail } from "../../errors/fail.ts"
import { isFailure } from "../../errors/sdops-error.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import { type FinalState, isFinal } from "../../host/record/deploy-record.ts"
import {
  closeStale,
  readRecords,
  type Records,
} from "../../host/record/records.ts"
import { runningIn, sayRunning } from "../../host/record/running.ts"
import { follow } from "../../host/supervisor/follow.ts"
import { reject } from "../../host/supervisor/signals.ts"
import type { Host } from "../../inventory/host.ts"
import { sideBySide } from "../side-by-side.ts"
import type { HostReleased, LockReleased } from "./result.ts"

/**
 * Has each host let its deploy lock go: one that nobody owns is taken away, and
 * a deployment that goes on is told to turn back, once a person has said yes,
 * and is followed to its end. It is never taken from under a deployment.
 * Errors: `interrupted`; a host's own are in its result.
 */
export async function releaseLocks(
  hosts: readonly Host[],
  { parallel }: { readonly parallel: number },
  context: Context<unknown>,
): Promise<LockReleased> {
  const { signal } = context
  const state = (name: string) => `${name} lets its lock go by itself, if asked`
  const options = { parallel, signal, state }
  const seen = await sideBySide(hosts, options, async (host) => {
    const link = await openLink(host, context)
    await using _ = link.connection
    return await releaseOne(host, link, context)
  })

  const verdicts = seen.map((one) => {
    if ("error" in one) return isRefusal(one.error) ? "refused" : "failed"
    return one.value.verdict === "stranded" ? "stranded" : "committed"
  })
  return {
    "exit-code": worstExitCode(verdicts),
    hosts: seen.map((one) => ("value" in one ? one.value : one)),
  }
}

const isRefusal = ({ code }: { readonly code: string }) =>
  code === "SDOPS_NEEDS_YES" || code === "SDOPS_LOCK_KEPT"

async function releaseOne(
  { name: host }: Host,
  link: Link,
  context: Context<unknown>,
): Promise<HostReleased> {
  const before = await readRecords(link.shell)
  const was = before.lock
  const records = await closeStale(link.shell)
  const running = runningIn(records)
  if (running === undefined) {
    const there = was !== undefined || before.lockUnreadable
    if (records.lock !== undefined || records.lockUnreadable)
      throw fail("lockKept", { host, why: "it can't be taken away" }, { host })
    return {
      host,
      ...(was && { record: was.id }),
      state: there ? "left" : "free",
    }
  }
  const text = `turn back the deployment ${sayRunning(running)}`
  await context.confirm({ flag: "--yes", host, text })
  const verdict = await turnBack(running.id, records, link, host)
  return { host, record: running.id, state: "turned-back", verdict }
}

/** Leaves it a no, and follows it to its last word. */
async function turnBack(
  id: string,
  { records }: Records,
  { shell }: Link,
  host: string,
): Promise<FinalState> {
  const known = records.find(({ record }) => record.id === id)
  if (known === undefined) {
    throw fail("hostRecord", { host, id }, { host })
  }
  const { nonce, state } = known.record
  if (state === "booting") {
    const why = "it is being booted; the boot decides"
    throw fail("lockKept", { host, why }, { host })
  }
  try {
    await reject(shell, { id, nonce }, `released by ${whoDeploys()}`)
  } catch (thrown) {
    // It has just ended by itself.
    if (!isFailure(thrown, "deployOver")) throw thrown
  }
  for await (const { record } of follow(shell, { id, offset: 0, seq: 0 })) {
    if (isFinal(record.state)) return record.state
  }
  throw fail("hostRecord", { host, id }, { host })
}
