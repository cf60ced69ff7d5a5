import { expect, test } from "vitest"
import type { JournalEntry } from "../../src/deploy/journal/entry.ts"
import { merge } from "../../src/fleet/history/merge.ts"
import { ofHost } from "../../src/fleet/history/of-host.ts"
import { historyText } from "../../src/output/text/history-text.ts"
import { themeFor } from "../../src/output/theme.ts"
import { parseRecord } from "../../src/host/record/deploy-record.ts"
import { textOf } from "../host/record-text.ts"

const now = new Date("2026-11-28T12:00:00Z")

function known(values: Record<string, string>, alive = false) {
  const record = parseRecord(textOf(values))
  if (record === undefined) throw new Error("not a record")
  return { alive, record, tail: "" }
}

const ended = known({ id: "b-2", since: "1000", started: "900" })
const entry: JournalEntry = {
  at: "2026-11-28T11:30:00.000Z",
  code: "SDOPS_UNREACHABLE",
  goal: "switch",
  host: "lithium",
  seconds: 3,
  verdict: "failed",
  who: "ada@mac",
}

test("a host's clock may be wrong: its ages count", () => {
  const [told] = ofHost("lithium", { now: 4600, records: [ended] }, now)
  expect(told?.at).toBe("2026-11-28T11:00:00.000Z")
})

test.for([
  [{ state: "activating" }, true, "running"],
  [{ state: "activating" }, false, "stranded"],
  [{ state: "booting" }, false, "running"],
  [{ state: "committed" }, false, "committed"],
  [{ goal: "boot", state: "committed" }, false, "staged"],
  [{ goal: "stage", state: "committed" }, false, "staged"],
  [{ cause: "app-crashing", state: "rolled-back" }, false, "rolled-back"],
] as const)("%j, alive %s, is told as %s", ([values, alive, verdict]) => {
  const records = [known(values, alive)]
  const [told] = ofHost("lithium", { now: 4600, records }, now)
  expect(told?.verdict).toBe(verdict)
})

test("what both know is one, by the host's word, in the host's order", () => {
  const older = known({ id: "a-1", since: "4000", started: "3000" })
  const records = [ended, older]
  const told = ofHost("lithium", { now: 4600, records }, now)
  const same = { ...entry, record: "b-2" }
  const merged = merge(told, [same, entry])
  expect(merged.map((one) => [one.record, one["known-to"]])).toEqual([
    [undefined, ["here"]],
    ["b-2", ["here", "host"]],
    ["a-1", ["host"]],
  ])
  expect(merged[1]?.verdict).toBe("committed")
})

test("each is a line, at 80 columns too; a silent host is one", () => {
  const told = merge(ofHost("lithium", { now: 4600, records: [ended] }, now), [
    entry,
  ])
  const theme = themeFor(process.stderr, { colour: false })
  const error = {
    because: [],
    code: "SDOPS_UNREACHABLE",
    details: {},
    evidence: [],
    help: [],
    message: "can't reach 10.0.0.7",
  }
  const text = historyText(
    {
      deployments: [...told],
      "exit-code": 1,
      notes: [],
      unread: [{ error, host: "helium" }],
    },
    { columns: 80, now, theme },
  )
  expect(text.split("\n")).toEqual([
    "   host     ago  verdict                     goal    made  by",
    "✗  lithium  30m  failed (SDOPS_UNREACHABLE)  switch  –     ada@mac",
    "✓  lithium  1h   committed                   switch  –     ada@mac",
    "✗  helium   can't reach 10.0.0.7",
    "next: sdops doctor helium",
  ])
})
