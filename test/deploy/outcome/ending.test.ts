import { expect, test } from "vitest"
import { endingOf } from "../../../src/deploy/outcome/ending.ts"
import { failureOf } from "../../../src/errors/failure-of.ts"
import { failureOfRecord } from "../../../src/deploy/outcome/failure-of-record.ts"
import { onwards } from "../../../src/deploy/outcome/onwards.ts"
import type { Outcome } from "../../../src/deploy/runner.ts"
import { verdictOfRecord } from "../../../src/deploy/outcome/verdict-of-record.ts"
import {
  causes,
  deployRecordSchema,
  isFinal,
  writtenRecord,
} from "../../../src/host/record/deploy-record.ts"
import { recordLines } from "../../host/record-text.ts"
import { inventoryHost } from "../facts.ts"

const record = deployRecordSchema.parse(recordLines)
const states = writtenRecord.shape.state.options.filter(isFinal)

test("a degraded deployment names its units at once", async () => {
  const degraded = {
    ...record,
    newlyFailed: ["printer.service"],
    state: "degraded" as const,
  }
  const outcome = {
    how: "ended",
    reached: {
      host: inventoryHost({}),
      supervised: { record: degraded },
    },
    reports: [],
    verdict: "degraded",
  } as unknown as Outcome
  const { error, verdict } = await endingOf(outcome, undefined as never)
  expect(verdict).toBe("degraded")
  expect(error?.message).toContain("committed, but printer.service failed")
  expect(error?.code).toBe("SDOPS_DEGRADED")
})

test.for(states)("%s: no sentence says what didn't happen", (state) => {
  for (const cause of [undefined, ...causes]) {
    const error = failureOfRecord({ ...record, cause, state }, "lithium")
    const all = [error.message, ...error.because].join("\n")
    expect(all).not.toContain("turned back")
    if (state !== "rolled-back") expect(all).not.toContain("rolled back")
  }
})

test.for(states)("%s: what resume says to do next leads on", (state) => {
  for (const cause of [undefined, ...causes]) {
    const told = { ...record, cause, state }
    const failure = failureOf(failureOfRecord(told, "lithium"))
    const { help } = onwards(failure, verdictOfRecord(told))
    expect(help.length).toBeGreaterThan(0)
    expect(help.join("\n")).not.toContain("sdops resume")
  }
})

test("a rollback that isn't proven says what is down, and its exit", () => {
  const stranded = {
    ...record,
    appsDown: ["comfyui.service"],
    cause: "rejected" as const,
    detail:
      "SDOPS_BLACK_IMAGE; the old system isn't back: its activation failed",
    rollbackExit: "3",
    state: "stranded" as const,
  }
  const { because } = failureOfRecord(stranded, "lithium")
  expect(because).toContain("comfyui.service is down since the rollback")
  expect(because).toContain("switch-to-configuration test of the old system: 3")
})
