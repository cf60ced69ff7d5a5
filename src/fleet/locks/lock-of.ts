import type { Records } from "../../host/record/records.ts"
import { runningIn } from "../../host/record/running.ts"
import type { HostLock } from "./result.ts"

type Known = Pick<
  Records,
  "lock" | "lockUnreadable" | "now" | "records" | "unreadable"
>

/**
 * Who has a host's deploy lock, for how long, and when it expires: once its
 * supervisor has been silent for that long, the host's dead-man turns back and
 * lets it go. Ages are by the host's clock, times by that of this machine.
 */
export function lockOf(host: string, records: Known, now: Date): HostLock {
  const { lock } = records
  if (lock === undefined) {
    return { host, state: records.lockUnreadable ? "unreadable" : "free" }
  }
  const { expiry, id, reason, silence, who } = lock
  const ago = Math.max(0, records.now - lock.since)
  const running = runningIn(records)
  const held = running?.id === id
  const beats = held && silence !== undefined
  return {
    ...(beats &&
      expiry !== undefined && { "expires-in": Math.max(0, expiry - silence) }),
    host,
    reason,
    record: id,
    ...(beats && { silence }),
    since: new Date(now.getTime() - ago * 1000).toISOString(),
    ...(held && { stage: running.stage }),
    state: held ? "held" : "left",
    who,
  }
}
