import { z } from "zod"
import { type Goal, traitsOf } from "../goal.ts"
import type { HostResult } from "../outcome/result.ts"
import { verdicts } from "../outcome/verdict.ts"

/** A line of this machine's journal: how a deployment ended. */
export const journalEntry = z.object({
  at: z.iso.datetime().describe("when it ended, by the clock of this machine"),
  code: z.string().optional().describe("of the error"),
  from: z.string().optional().describe("the system that ran before"),
  goal: z.string(),
  host: z.string(),
  record: z.string().optional().describe("its id on the host"),
  seconds: z.number(),
  to: z.string().optional().describe("the system that was to run"),
  verdict: z.enum(verdicts),
  who: z.string(),
})

export type JournalEntry = z.infer<typeof journalEntry>

/**
 * The entry of a host's result; undefined for what meant to change nothing, or
 * had nothing to change.
 */
export function entryOf(
  result: HostResult,
  { at, from, goal, who }: About,
): JournalEntry | undefined {
  const { candidate: to, error, host, record, seconds, verdict } = result
  const { activates, persists } = traitsOf(goal)
  if (!activates && !persists) return undefined
  if (verdict === "unchanged") return undefined
  return {
    at: at.toISOString(),
    ...(error && { code: error.code }),
    ...(from !== undefined && { from }),
    goal,
    host,
    ...(record !== undefined && { record }),
    seconds: Math.round(seconds * 10) / 10,
    ...(to !== undefined && { to }),
    verdict,
    who,
  }
}

type About = {
  readonly at: Date
  readonly from: string | undefined
  readonly goal: Goal
  readonly who: string
}
