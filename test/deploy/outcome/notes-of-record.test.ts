import { expect, test } from "vitest"
import { failureOfRecord } from "../../../src/deploy/outcome/failure-of-record.ts"
import { hostResultOf } from "../../../src/deploy/outcome/host-result.ts"
import { notesOfRecord } from "../../../src/deploy/outcome/notes-of-record.ts"
import type { Outcome } from "../../../src/deploy/runner.ts"
import {
  type DeployRecord,
  deployRecordSchema,
} from "../../../src/host/record/deploy-record.ts"
import { resultText } from "../../../src/output/text/result-text.ts"
import { themeFor } from "../../../src/output/theme.ts"
import { store } from "../facts.ts"

const record = deployRecordSchema.parse({
  "activation-exit": "4",
  "boot-default": store("a"),
  "boot-id": "b",
  booted: store("a"),
  candidate: store("b"),
  current: store("a"),
  generation: "1",
  goal: "switch",
  id: "one",
  "newly-failed": "smartd.service",
  nonce: "n",
  profile: store("a"),
  recovered: "web.service",
  seq: 1,
  since: 0,
  started: 0,
  state: "degraded",
  "still-failing": "old.service",
  "users-failed": "ada",
})

const reasons = [
  "smartd.service has failed since; the host serves without it",
  "old.service had failed before",
  "web.service was reported as failed, but has recovered",
  "the units of the user ada could not be reloaded",
]

test("an exit of 4 that wasn't held against the candidate is explained", () => {
  expect(notesOfRecord(record)).toEqual([
    "the activation exited with 4, but the new system was kept:",
    ...reasons,
  ])
  const without = { newlyFailed: [], recovered: [], usersFailed: [] }
  expect(
    notesOfRecord({ ...record, ...without, stillFailing: [] }).at(-1),
  ).toBe("no unit is failed now")
})

test("an exit of 0 is explained where units fail all the same", () => {
  expect(notesOfRecord({ ...record, activationExit: "0" })).toEqual(reasons)
  const states = ["rolled-back", "failed", "stranded", "gating"] as const
  for (const state of states)
    expect(notesOfRecord({ ...record, state })).toEqual([])
})

test.for(["committed", "rolled-back", "refused", "stranded"] as const)(
  "jobs that an app has not taken back are told: %s",
  (state) => {
    const end = { ...record, activationExit: "0", jobsWaiting: 3, state }
    expect(notesOfRecord(end)[0]).toBe(
      "3 saved jobs of comfyui wait in /nix/var/sdops/queue; " +
        "it gets them once it answers",
    )
  },
)

test("text and JSON of a deployment say it", async () => {
  const result = resultOf(record)
  expect(result.notes).toEqual(notesOfRecord(record))
  const theme = themeFor(process.stdout, { colour: false })
  const shown = { "exit-code": 5, hosts: [result] }
  const text = await resultText(shown, theme, 80)
  for (const note of notesOfRecord(record)) expect(text).toContain(note)
})

test("a degraded host's error names its units, with their last lines", () => {
  const error = failureOfRecord(record, "lithium", ["smartd: no disk"])
  expect(error.because.join()).toContain("smartd.service")
  expect(error.evidence).toEqual(["smartd: no disk"])
})

function resultOf(last: DeployRecord) {
  const outcome = {
    how: "ended",
    reached: { host: { name: "lithium" } },
    reports: [],
    verdict: "degraded",
  } as unknown as Outcome
  return hostResultOf(outcome, { record: last, verdict: "degraded" }, 1)
}
