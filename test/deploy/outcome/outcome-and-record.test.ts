import { describe, expect, test } from "vitest"
import { endingOf } from "../../../src/deploy/outcome/ending.ts"
import type { Outcome } from "../../../src/deploy/runner.ts"
import type { Verdict } from "../../../src/deploy/outcome/verdict.ts"
import { exitCodeOf } from "../../../src/deploy/outcome/verdict.ts"
import { fail } from "../../../src/errors/fail.ts"
import type { SdopsError } from "../../../src/errors/sdops-error.ts"
import {
  type DeployRecord,
  deployRecordSchema,
} from "../../../src/host/record/deploy-record.ts"
import { recordLines } from "../../host/record-text.ts"
import { inventoryHost } from "../facts.ts"

type Cause = DeployRecord["cause"]
type State = DeployRecord["state"]

const lithium = { host: "lithium" }
const record = deployRecordSchema.parse(recordLines)

/** What broke on this side, by a word. */
const broken = {
  busy: fail(
    "appBusy",
    { ...lithium, app: "comfyui", count: 1, seconds: 600 },
    { ...lithium, stage: "drain" },
  ),
  interrupted: fail("interrupted", { state: "in stage gate" }, lithium),
  lost: fail(
    "connectionLost",
    { after: 3, during: "an image" },
    { ...lithium, stage: "gate" },
  ),
} as const

/** The verdict of a failure here, with that record there. */
async function verdictOf(
  error: SdopsError,
  state: State,
  cause?: Cause,
): Promise<Verdict> {
  const outcome = {
    error,
    how: "failed",
    reached: {
      host: inventoryHost({}),
      supervised: {
        key: { id: "d-newer" },
        record: { ...record, cause, state },
        tail: [],
      },
    },
    reports: [],
  } as unknown as Outcome
  // A final record needs no look at the host, so there is none.
  const context = { limits: {}, signal: AbortSignal.abort() } as never
  return (await endingOf(outcome, context)).verdict
}

describe("the record on the host has the last word", () => {
  const table: readonly (readonly [
    here: keyof typeof broken,
    there: State,
    cause: Cause,
    verdict: Verdict,
  ])[] = [
    ["busy", "conflict", undefined, "conflict"],
    ["busy", "failed", "no-go", "failed"],
    ["busy", "failed", "rejected", "refused"],
    ["busy", "rolled-back", "rejected", "rolled-back"],
    ["busy", "stranded", "rejected", "stranded"],
    ["interrupted", "committed", undefined, "committed"],
    ["interrupted", "failed", "rejected", "failed"],
    ["interrupted", "rolled-back", "rejected", "rolled-back"],
    ["interrupted", "stranded", "dead-man", "stranded"],
    ["lost", "committed", undefined, "committed"],
    ["lost", "conflict", "switched-by-others", "conflict"],
    ["lost", "degraded", undefined, "degraded"],
    ["lost", "failed", "no-go", "failed"],
    ["lost", "refused", "busy", "refused"],
    ["lost", "repaired", undefined, "repaired"],
    ["lost", "rolled-back", "no-contact", "rolled-back"],
    ["lost", "stranded", "activation-failed", "stranded"],
    ["lost", "tested", undefined, "tested"],
  ]
  test.for(table)("%s here, %s (%s) there: %s", async (row) => {
    const [here, there, cause, verdict] = row
    expect(await verdictOf(broken[here], there, cause)).toBe(verdict)
  })
})

test("a failure here never makes a host's end look better", async () => {
  const bad = ["conflict", "failed", "refused", "rolled-back", "stranded"]
  for (const error of Object.values(broken)) {
    for (const state of bad as State[]) {
      expect(exitCodeOf(await verdictOf(error, state))).not.toBe(0)
    }
  }
})

test("without a supervisor the error itself is the verdict", async () => {
  const table = [
    [broken.busy, undefined, "refused"],
    [broken.interrupted, undefined, "interrupted"],
    [broken.lost, undefined, "failed"],
    // nixos-rebuild goes on alone: nobody knows.
    [broken.interrupted, true, "stranded"],
    [broken.lost, true, "stranded"],
  ] as const
  for (const [error, unsupervised, verdict] of table) {
    const reached = { host: inventoryHost({}) }
    const outcome = { error, how: "failed", reached, reports: [], unsupervised }
    const ending = await endingOf(outcome as never, {} as never)
    expect([error.kind, ending.verdict]).toEqual([error.kind, verdict])
  }
})
