import { z } from "zod"
import { type DeployRecord, parseRecord } from "./deploy-record.ts"
import { ask } from "../facts.ts"
import closeScript from "./close.sh"
import recordsScript from "./records.sh"
import type { HostShell } from "../shell.ts"

const seconds = z.coerce.number().int().nonnegative().optional()

const lockSchema = z.object({
  /** Seconds of silence after which the host's dead-man turns back. */
  expiry: seconds.catch(undefined),
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/),
  /** Seconds since 1970, by the host's clock. */
  since: z.coerce.number(),
  who: z.string(),
  reason: z.string(),
  /** Seconds since the supervisor's last heartbeat, where it has had one. */
  silence: seconds.catch(undefined),
})

export type DeployLock = z.infer<typeof lockSchema>

export type KnownRecord = {
  readonly record: DeployRecord
  /** Whether its supervisor or dead-man still runs; an end is never alive. */
  readonly alive: boolean
  /** The last lines of its log. */
  readonly tail: string
}

/** A record that can't be read, which `closeStale` sets aside. */
export type UnreadableRecord = {
  readonly id: string
  /** Whether its supervisor or dead-man still runs; then it's left alone. */
  readonly alive: boolean
}

/** What was set aside, in `/nix/var/sdops/aside/NUMBER-NAME`. */
export type Aside = {
  /** The id of a deployment, or `lock`. */
  readonly name: string
  /** Its place among the host's deployments; see `DeployRecord.number`. */
  readonly number: number
}

/** Where on the host it lies. */
export function pathOf({ name, number }: Aside): string {
  return `/nix/var/sdops/aside/${number}-${name}`
}

/** The deployment that was begun last, if its record had to be set aside. */
export function lostIn({ aside, records }: Records): Aside | undefined {
  const newest = records[0]?.record.number
  return aside
    .filter(({ name }) => name !== "lock" && name !== "unknown")
    .find(({ number }) => newest === undefined || number > newest)
}

export type Records = {
  /**
   * The newest first: the lock's holder, then as the host has counted them. At
   * most 25.
   */
  readonly records: readonly KnownRecord[]
  readonly unreadable: readonly UnreadableRecord[]
  readonly aside: readonly Aside[]
  /** Who holds the deploy lock. */
  readonly lock: DeployLock | undefined
  /** Whether there is a lock that doesn't say who holds it. */
  readonly lockUnreadable: boolean
  readonly bootId: string
  /** Seconds since 1970, by the host's clock. */
  readonly now: number
}

/** Reads what is known of deployments on a host; changes nothing. */
export async function readRecords(shell: HostShell): Promise<Records> {
  return readWith(shell, recordsScript, "reading the records")
}

/**
 * Closes what nobody owns any more: records of another boot, and those whose
 * supervisor and dead-man are both gone; a lock that was left goes with them,
 * and what can't be read is set aside. The records say what really runs now.
 * Returns what is known afterwards.
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

/** The records among facts; the probe's and a refused start's have them too. */
export function recordsIn(facts: ReadonlyMap<string, string>): Records {
  const records: KnownRecord[] = []
  const unreadable: UnreadableRecord[] = []
  for (const id of words(facts, "records")) {
    const record = parseRecord(facts.get(`record.${id}`) ?? "")
    const alive = facts.get(`record.${id}.alive`) === "1"
    const tail = facts.get(`record.${id}.tail`) ?? ""
    if (record?.id !== id) unreadable.push({ alive, id })
    else records.push({ alive, record, tail })
  }
  const lock = lockSchema.safeParse({
    expiry: facts.get("holder.expiry"),
    id: facts.get("holder.id"),
    reason: facts.get("holder.reason"),
    silence: facts.get("holder.silence"),
    since: facts.get("holder.since"),
    who: facts.get("holder.who"),
  })
  const holder = records.find(({ record }) => record.id === lock.data?.id)
  return {
    aside: words(facts, "aside").map((text) => {
      const at = text.indexOf("-")
      return { name: text.slice(at + 1), number: Number(text.slice(0, at)) }
    }),
    bootId: facts.get("boot-id") ?? "",
    lock: lock.data,
    lockUnreadable: facts.get("locked") === "1" && !lock.success,
    now: Number(facts.get("now") ?? 0),
    records: [
      ...(holder ? [holder] : []),
      ...records.filter((known) => known !== holder),
    ],
    unreadable,
  }
}

function words(
  facts: ReadonlyMap<string, string>,
  key: string,
): readonly string[] {
  return (facts.get(key) ?? "").split(" ").filter((word) => word !== "")
}
