import type {
  HostLock,
  HostReleased,
  LockReleased,
  LockStatus,
} from "../../../fleet/locks/result.ts"
import { age } from "../../age.ts"
import type { Theme } from "../../theme.ts"
import { sayFailure } from "../say-failure.ts"

/** Who holds each host's lock, why, and when it expires. */
export function lockStatusText(
  { hosts }: LockStatus,
  theme: Theme,
  columns: number,
): string {
  return hosts
    .map((host) =>
      "error" in host ? sayFailure(host.error, theme, columns) : sayLock(host),
    )
    .join("\n")
}

function sayLock(lock: HostLock): string {
  const { host, reason, record, since, stage, who } = lock
  switch (lock.state) {
    case "free":
      return `${host}  free`
    case "unreadable":
      return `${host}  unreadable; the next deployment sets it aside`
    case "left":
      return `${host}  left by ${record}; the next deployment takes it away`
    case "held":
      return [
        `${host}  held by ${who}: ${reason}`,
        `  deployment  ${record}, stage ${stage}`,
        `  since       ${age(since ?? "", new Date())}`,
        ...sayBeats(lock),
      ].join("\n")
    default:
      return lock.state satisfies never
  }
}

function sayBeats(lock: HostLock): readonly string[] {
  const { "expires-in": expiresIn, silence } = lock
  if (silence === undefined) return []
  const expires = expiresIn === undefined ? "" : `; expires in ${expiresIn}s`
  return [`  heartbeat   ${silence}s ago${expires}`]
}

/** What became of each host's lock. */
export function lockReleasedText(
  { hosts }: LockReleased,
  theme: Theme,
  columns: number,
): string {
  return hosts
    .map((host) =>
      "error" in host
        ? sayFailure(host.error, theme, columns)
        : `${host.host}  ${sayReleased(host)}`,
    )
    .join("\n")
}

function sayReleased({ record, state, verdict }: HostReleased): string {
  switch (state) {
    case "free":
      return "free"
    case "left":
      return `taken away, left by ${record ?? "somebody"}`
    case "turned-back":
      return `released; ${record} ended: ${verdict}`
    default:
      return state satisfies never
  }
}
