import { expect, test } from "vitest"
import { gpuRefusals } from "../../../src/deploy/changes/gpu-refusals.ts"
import type { Plan } from "../../../src/deploy/plan/plan.ts"
import type { Goal } from "../../../src/deploy/goal.ts"
import type { Gpu } from "../../../src/inventory/host.ts"
import { hostFacts, inventoryHost } from "../facts.ts"

const uuid = (digit: number) =>
  `GPU-0000000${digit}-1111-2222-3333-444444444444`
const line = (digit: number) =>
  `${digit}, ${uuid(digit)}, NVIDIA H200, 550.54.14, 143771, 9.0`
const lost = "Unable to determine the device handle for GPU0000:0A:00.0"

const same: Plan["driver"] = { do: "switch", version: "550.54.14" }
const boots = { do: "one-shot-boot" } as Plan["driver"]

type Row = readonly [
  what: string,
  smi: string,
  gpu: Partial<Gpu>,
  driver: Plan["driver"],
  goal: Goal,
  missing: readonly string[],
]

const rows: readonly Row[] = [
  ["nothing is declared", line(0), {}, same, "switch", []],
  ["all answer", `${line(0)}\n${line(1)}`, { count: 2 }, same, "switch", []],
  [
    "one has gone",
    `${lost}\n${line(1)}`,
    { count: 2 },
    same,
    "switch",
    ["1 of 2 declared GPUs answer"],
  ],
  [
    "another one answers",
    line(2),
    { uuids: [uuid(0)] },
    same,
    "plan",
    [`${uuid(0)} is declared and doesn't answer`],
  ],
  ["a boot may bring it back", line(0), { count: 2 }, boots, "switch", []],
  ["it isn't activated", line(0), { count: 2 }, same, "boot", []],
  ["nvidia-smi lists none", lost, { count: 2 }, same, "switch", []],
]

test.for(rows)("%s", ([, smiOutput, declared, driver, goal, missing]) => {
  const facts = hostFacts({ smiExit: 0, smiOutput })
  const host = inventoryHost({ gpu: { vendor: "nvidia", ...declared } })
  const refusals = gpuRefusals({ driver }, { facts, host, input: { goal } })
  expect(refusals).toEqual(
    missing.length === 0 ? [] : [{ missing, what: "gpus" }],
  )
})
