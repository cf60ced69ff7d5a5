import {
  type DeployRecord,
  type DeployState,
  isFinal,
} from "./deploy-record.ts"
import type { KnownRecord, Records } from "./records.ts"

/** A deployment that goes on just now, on whoever's behalf. */
export type Running = {
  readonly id: string
  /** How far it is: a stage's name, `rollback`, `boot` or `unknown`. */
  readonly stage: string
  readonly who: string
  readonly reason: string
  /** Such as `2026-11-28 05:03 UTC`, by the clock of this machine. */
  readonly since: string
}

/**
 * The deployment that goes on: whose supervisor, dead-man or one-shot boot will
 * still do something. Undefined when nobody deploys the host.
 */
export function runningIn(
  given: Pick<Records, "lock" | "now" | "records" | "unreadable">,
): Running | undefined {
  const { lock, now } = given
  const known = given.records.find(goesOn)
  const cut = given.unreadable.find(({ alive }) => alive)
  const id = known?.record.id ?? cut?.id
  if (id === undefined) return undefined
  const { reason, since, who } =
    lock?.id === id
      ? lock
      : {
          reason: known?.record.reason ?? "",
          since: known?.record.started ?? now,
          who: known?.record.who ?? "",
        }
  return {
    id,
    reason,
    since: sayTime(Math.max(0, now - since)),
    stage: known === undefined ? "unknown" : stageOf[known.record.state],
    who: who || "somebody",
  }
}

/** Whether something of a deployment will still do something. */
export function goesOn({ alive, record }: KnownRecord): boolean {
  return !isFinal(record.state) && (alive || record.state === "booting")
}

/** In a few words: `20261128…-ab, stage gate, by ada@mac since … UTC`. */
export function sayRunning(running: Omit<Running, "reason">): string {
  const { id, since, stage, who } = running
  return `${id}, stage ${stage}, by ${who} since ${since}`
}

/** Whether only a proof from outside is still missing. */
export function waitsForProof(
  record: Pick<DeployRecord, "phase" | "state">,
): boolean {
  const { phase, state } = record
  return (
    state === "gating" && (phase === "contact" || phase === "acknowledgement")
  )
}

function sayTime(seconds: number): string {
  const began = new Date(Date.now() - seconds * 1000)
  return `${began.toISOString().slice(0, 16).replace("T", " ")} UTC`
}

const stageOf: Readonly<Record<DeployState, string>> = {
  activating: "activate",
  booting: "boot",
  committed: "report",
  committing: "commit",
  conflict: "report",
  degraded: "report",
  failed: "report",
  gating: "gate",
  locked: "drain",
  refused: "report",
  repaired: "report",
  "rolled-back": "report",
  "rolling-back": "rollback",
  starting: "lock",
  stranded: "report",
  tested: "report",
}
