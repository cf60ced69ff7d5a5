import { expect, test } from "vitest"
import type { HostResult } from "../../src/deploy/outcome/result.ts"
import { judge } from "../../src/rollout/look.ts"

const id = "20260101120000-abcdef01"
const result = (more: Partial<HostResult>): HostResult => ({
  host: "neon",
  notes: [],
  seconds: 1,
  stages: [],
  verdict: "committed",
  ...more,
})
const error = (code: string, details: unknown) => ({
  because: [],
  code,
  details,
  evidence: [],
  help: [],
  message: "",
})

test("a record of that id is the truth", () => {
  const ours = result({ record: id })
  expect(judge(ours, id)).toEqual({ how: "ended", result: ours })
})

test("a host that turned back by its own gate is not tried again", () => {
  const details = { cause: "app-unit-down", state: "rolled-back" }
  const ours = result({ error: error("SDOPS_X", details), record: id })
  expect(judge(ours, id).how).toBe("ended")
})

test("a host that went back as nobody came gets its turn", () => {
  const details = { cause: "no-contact", state: "rolled-back" }
  const ours = result({ error: error("SDOPS_X", details), record: id })
  expect(judge(ours, id)).toEqual({ how: "untouched" })
})

test("one that nobody could bring back is not touched", () => {
  const details = { cause: "no-contact", state: "stranded" }
  const ours = result({ error: error("SDOPS_X", details), record: id })
  expect(judge(ours, id).how).toBe("ended")
})

test("no record, or another's, means that nothing was begun", () => {
  const none = result({ error: error("SDOPS_NO_RECORD", {}) })
  expect(judge(none, id)).toEqual({ how: "untouched" })
  const other = result({ record: "20250101120000-abcdef01" })
  expect(judge(other, id)).toEqual({ how: "untouched" })
})

test("a host that is out of reach stays unknown", () => {
  const away = result({ error: error("SDOPS_UNREACHABLE", {}) })
  expect(judge(away, id)).toEqual({ how: "unknown", result: away })
})
