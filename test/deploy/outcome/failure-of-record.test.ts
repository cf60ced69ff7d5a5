import { expect, test } from "vitest"
import { failureOfRecord } from "../../../src/deploy/outcome/failure-of-record.ts"
import { verdictOfRecord } from "../../../src/deploy/outcome/verdict-of-record.ts"
import {
  causes,
  deployRecordSchema,
  isFinal,
  writtenRecord,
} from "../../../src/host/record/deploy-record.ts"
import { stageNames } from "../../../src/deploy/stage-name.ts"
import { store } from "../facts.ts"

const record = deployRecordSchema.parse({
  "boot-default": store("a"),
  "boot-id": "b",
  booted: store("a"),
  candidate: store("b"),
  current: store("a"),
  generation: "1",
  goal: "switch",
  id: "one",
  nonce: "n",
  profile: store("a"),
  seq: 1,
  since: 0,
  started: 0,
  state: "rolled-back",
})

test.for([...causes])("%s is an error with a stage and help", (cause) => {
  const error = failureOfRecord({ ...record, cause }, "lithium")
  expect(stageNames).toContain(error.stage)
  expect(error.host).toBe("lithium")
  expect(error.help.length).toBeGreaterThan(0)
})

test("an app that is down is looked up in its own unit's journal", () => {
  const down = { ...record, cause: "app-unit-down" as const }
  const detail = "ollama.service is failed (failed, exit-code)"
  expect(failureOfRecord({ ...down, detail }, "lithium").help).toEqual([
    "ssh lithium sudo journalctl -n 50 -u ollama.service",
  ])
})

test("a disk that can't take an app's jobs is full, and no silent app", () => {
  const refused = { ...record, cause: "disk-full", state: "refused" } as const
  const error = failureOfRecord(refused, "lithium")
  expect([error.code, error.stage]).toEqual(["SDOPS_DISK_FULL", "drain"])
  expect(error.help[0]).toBe("ssh lithium sudo df -h /nix")
})

test("a record without a final state is never a success", () => {
  const states = writtenRecord.shape.state.options
  for (const state of states.filter((state) => !isFinal(state))) {
    expect(verdictOfRecord({ ...record, state })).toBe("stranded")
  }
})

test("the units that failed are named", () => {
  const broken = { ...record, newlyFailed: ["smartd.service"] }
  const error = failureOfRecord({ ...broken, cause: "unit-failed" }, "lithium")
  expect(error.code).toBe("SDOPS_UNITS_FAILED")
  expect(error.because).toContain("smartd.service failed")
})
