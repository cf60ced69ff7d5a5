import { z } from "zod"
import { type DeployRecord, parseRecord } from "./deploy-record.ts"
import { ask } from "./facts.ts"
import { closeScript, recordsScript } from "./scripts.ts"
import type { HostShell } from "./shell.ts"

const lockSchema = z.object({
  id: z.string(),
  /** Seconds since 1970, by the host's clock. */
  since: z.coerce.number(),
  who: z.string(),
  reason: z.string(),
})

export type DeployLock = z.infer<typeof lockSchema>

export type KnownRecord = {
  readonly record: DeployRecord
  /** Whether its supervisor or dead-man still runs. */
  readonly alive: boolean
  /** The last lines of its log. */
  readonly tail: string
}

export type Records = {
  /** The newest first; at most ten. */
  readonly records: readonly KnownRecord[]
  /** Ids whose record cannot be read. */
  readonly unreadable: readonly string[]
  /** Who holds the deploy lock. */
  readonly lock: DeployLock | undefined
  readonly "boot-id": string
}

/** Reads what is known of deployments on a host; changes nothing. */
export async function readRecords(shell: HostShell): Promise<Records> {
  return readWith(shell, recordsScript, "reading the records")
}

/**
 * Closes what nobody owns any more: records of another boot, and those whose
 * supervisor and dead-man are both gone; a lock that was left goes with them.
 * The records say what really runs now. Returns what is known afterwards.
 */
export async function closeStale(shell: HostShell): Promise<Records> {
  return readWith(shell, closeScript, "closing stale records")
}

async function readWith(
  shell: HostShell,
  script: string,
  during: string,
): Promise<Records> {
  const deadline = shell.limits.probe + shell.limits.activation
  const facts = await ask(shell, {
    deadline,
    during,
    script,
    variables: { id: "none" },
  })
  return recordsIn(facts)
}

/** The records among facts; the probe's answer has them too. */
export function recordsIn(facts: ReadonlyMap<string, string>): Records {
  const ids = (facts.get("records") ?? "").split(" ").filter(Boolean)
  const records: KnownRecord[] = []
  const unreadable: string[] = []
  for (const id of ids) {
    const record = parseRecord(facts.get(`record.${id}`) ?? "")
    const alive = facts.get(`record.${id}.alive`) === "1"
    const tail = facts.get(`record.${id}.tail`) ?? ""
    if (record === undefined) unreadable.push(id)
    else records.push({ alive, record, tail })
  }
  records.sort((one, other) => other.record.started - one.record.started)
  const lock = lockSchema.safeParse({
    id: facts.get("holder.id"),
    reason: facts.get("holder.reason"),
    since: facts.get("holder.since"),
    who: facts.get("holder.who"),
  })
  return {
    "boot-id": facts.get("boot-id") ?? "",
    lock: lock.success ? lock.data : undefined,
    records,
    unreadable,
  }
}
