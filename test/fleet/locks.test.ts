import { expect, test } from "vitest"
import { lockOf } from "../../src/fleet/locks/lock-of.ts"
import { lockStatus } from "../../src/fleet/locks/result.ts"
import { recordsIn } from "../../src/host/record/records.ts"
import {
  lockReleasedText,
  lockStatusText,
} from "../../src/output/text/on-host/lock-text.ts"
import { themeFor } from "../../src/output/theme.ts"
import { textOf } from "../host/record-text.ts"

const theme = themeFor(process.stdout, { colour: false })
const now = new Date("2026-11-28T12:00:00Z")

const holder = {
  "holder.expiry": "120",
  "holder.id": "d-1",
  "holder.reason": "deploy lithium",
  "holder.silence": "7",
  "holder.since": "1000",
  "holder.who": "ada@mac",
  locked: "1",
  now: "1060",
}
const record = (state: string) => textOf({ id: "d-1", state })
const alive = { "record.d-1.alive": "1", records: "d-1" }

test.for([
  ["no lock", {}, { state: "free" }],
  ["a lock that says nothing", { locked: "1" }, { state: "unreadable" }],
  [
    "a deployment that goes on",
    { ...holder, ...alive, "record.d-1": record("gating") },
    {
      "expires-in": 113,
      reason: "deploy lithium",
      record: "d-1",
      silence: 7,
      since: "2026-11-28T11:59:00.000Z",
      stage: "gate",
      state: "held",
      who: "ada@mac",
    },
  ],
  [
    "a supervisor that is overdue",
    {
      ...holder,
      ...alive,
      "holder.silence": "500",
      "record.d-1": record("gating"),
    },
    { "expires-in": 0, silence: 500, state: "held" },
  ],
  [
    "a lock of an older sdops, which tells no expiry",
    {
      ...holder,
      ...alive,
      "holder.expiry": "",
      "holder.silence": "moose",
      "record.d-1": record("locked"),
    },
    { stage: "drain", state: "held" },
  ],
  [
    "a deployment that is over",
    { ...holder, records: "d-1", "record.d-1": record("committed") },
    { record: "d-1", state: "left" },
  ],
  ["a deployment without a record", holder, { record: "d-1", state: "left" }],
] as const)("%s", ([, facts, wanted]) => {
  const records = recordsIn(new Map(Object.entries(facts)))
  const lock = lockOf("lithium", records, now)
  expect(lock).toMatchObject({ host: "lithium", ...wanted })
  const told = { "exit-code": 0, hosts: [lock] }
  lockStatus.parse(told)
  const text = lockStatusText(told, theme, 80)
  expect(text).toContain("lithium")
  expect(text).not.toContain("undefined")
})

test("a released lock says what ended it", () => {
  const verdict = "rolled-back" as const
  const hosts = [
    { host: "a", state: "free" as const },
    { host: "b", record: "d-1", state: "left" as const },
    { host: "c", record: "d-2", state: "turned-back" as const, verdict },
  ]
  const text = lockReleasedText({ "exit-code": 0, hosts }, theme, 80)
  expect(text.split("\n")).toEqual([
    "a  free",
    "b  taken away, left by d-1",
    "c  released; d-2 ended: rolled-back",
  ])
})
