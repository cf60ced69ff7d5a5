import { stripVTControlCharacters } from "node:util"
import stringWidth from "string-width"
import fc from "fast-check"
import { expect, test } from "vitest"
import { hostStatus, type HostStatus } from "../../src/fleet/status/result.ts"
import { summarise } from "../../src/fleet/status/summarise.ts"
import type { HostFacts } from "../../src/host/probe/probe.ts"
import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import { statusText } from "../../src/output/text/status-text.ts"
import { themeFor } from "../../src/output/theme.ts"
import { inventoryHost } from "../deploy/facts.ts"
import { hostSight } from "../doctor/sights.ts"
import { smiFields } from "../gpu/fields.ts"
import { parseRecord } from "../../src/host/record/deploy-record.ts"
import { textOf } from "../host/record-text.ts"

const now = new Date("2026-11-28T12:00:00Z")
const unit = "comfyui.service"
const gpu = { vendor: "nvidia" } as const
const host = inventoryHost({ gpu, services: { comfyui: { enable: true } } })
const up = unitStateSchema.parse({
  ActiveState: "active",
  LoadState: "loaded",
  unit,
})

/** A host that serves, but for what is given. */
function seen(facts: Partial<HostFacts> = {}, jobs = 0): HostStatus {
  const { facts: well } = hostSight({
    facts: {
      apps: [up],
      nvidiaModule: "550.54.14",
      smiExit: 0,
      smiFields: [...smiFields],
      smiOutput: "0, GPU-1, GTX 1060, 550.54.14, 6144, 6.1",
      ...facts,
    },
  })
  const queues = new Map([[unit, jobs]])
  return summarise(host, { facts: well, queues, seconds: 0.3 }, now)
}

const { deployments: records, hostFile = missing() } = hostSight().facts

function missing(): never {
  throw new Error("a host that serves has a host file")
}

/** Records of one deployment, which began and ended so many seconds ago. */
function deployed(state: string, alive: boolean): Partial<HostFacts> {
  const record = parseRecord(textOf({ since: "1000", started: "900", state }))
  const known = record === undefined ? [] : [{ alive, record, tail: "" }]
  return { deployments: { ...records, now: 4600, records: known } }
}

const mismatch = "Failed to initialize NVML: Driver/library version mismatch"
const cases: readonly (readonly [
  what: string,
  facts: Partial<HostFacts>,
  outcome: HostStatus["outcome"],
  says: object,
])[] = [
  ["serves", {}, "ok", { drift: [], driver: { state: "ok" } }],
  [
    "boots another",
    { bootDefault: "/nix/store/x" },
    "warn",
    {
      drift: ["boot-default"],
    },
  ],
  [
    "has another profile",
    { profile: "/nix/store/x" },
    "warn",
    {
      drift: ["profile"],
    },
  ],
  [
    "booted another kernel",
    { kernelPathBooted: "/a", kernelPathCurrent: "/b" },
    "warn",
    { drift: ["kernel"] },
  ],
  [
    "was made by others",
    { hostFile: undefined },
    "warn",
    {
      drift: ["foreign"],
    },
  ],
  [
    "has an app that fell over",
    { apps: [{ ...up, ActiveState: "failed" }] },
    "bad",
    { apps: [{ app: "comfyui", queued: 0, state: "failed" }] },
  ],
  [
    "doesn't have its app yet",
    {
      apps: [{ ...up, ActiveState: "inactive", LoadState: "not-found" }],
      hostFile: { ...hostFile, apps: [] },
    },
    "warn",
    { apps: [{ state: "absent" }], drift: ["apps"] },
  ],
  [
    "has a driver that doesn't fit",
    { smiExit: 18, smiOutput: mismatch },
    "bad",
    { driver: { state: "mismatch", version: "550.54.14" } },
  ],
  [
    "has no module",
    { nvidiaModule: "" },
    "bad",
    {
      driver: { state: "unloaded" },
    },
  ],
  [
    "has a GPU that is gone",
    { smiExit: 124, smiOutput: "" },
    "bad",
    {
      driver: { state: "silent" },
    },
  ],
  [
    "is being upgraded",
    { busy: ["nixos-upgrade.service"] },
    "warn",
    {
      busy: ["nixos-upgrade.service"],
    },
  ],
  [
    "was deployed",
    deployed("committed", false),
    "ok",
    {
      deployment: { at: "2026-11-28T11:00:00.000Z", verdict: "committed" },
    },
  ],
  [
    "went back",
    deployed("rolled-back", false),
    "warn",
    {
      deployment: { verdict: "rolled-back" },
    },
  ],
  [
    "is stranded",
    deployed("stranded", false),
    "bad",
    {
      deployment: { verdict: "stranded" },
    },
  ],
  [
    "is being deployed",
    { ...deployed("gating", true), bootDefault: "/nix/store/x" },
    "warn",
    {
      drift: [],
      running: { stage: "gate" },
    },
  ],
]

test.for(cases)("a host that %s", ([, facts, outcome, says]) => {
  const status = seen(facts)
  expect(hostStatus.parse(status)).toEqual(status)
  expect(status).toMatchObject({ ...says, outcome })
})

const theme = themeFor(process.stdout, { colour: false })
const unread: HostStatus = {
  error: {
    because: [],
    code: "SDOPS_UNREACHABLE",
    details: {},
    evidence: [],
    help: [],
    message: "can't reach neon.lan: no answer within 20 s",
  },
  host: "neon",
  outcome: "bad",
}

test.for([40, 80, 120, 200])("at %i columns a host is a line", (columns) => {
  const words = fc.string({ unit: "binary" })
  const any = fc.record({
    jobs: fc.nat(9999),
    release: words,
    units: fc.array(words, { maxLength: 3 }),
  })
  fc.assert(
    fc.property(any, ({ jobs, release, units }) => {
      const nixosVersion = JSON.stringify({ nixosVersion: release })
      const hosts = [seen({ busy: units, nixosVersion }, jobs), unread]
      const text = statusText(hosts, { columns, now, theme })
      const lines = text.split("\n")
      expect(lines).toHaveLength(4)
      if (columns < 80) return
      for (const line of lines)
        expect(stringWidth(line)).toBeLessThanOrEqual(columns + release.length)
    }),
    { numRuns: 50 },
  )
})

test("the table at 80 columns", () => {
  const hosts = [
    seen(deployed("committed", false), 3),
    seen({ ...deployed("gating", true) }),
    unread,
  ]
  const text = statusText(hosts, { columns: 80, now, theme })
  expect(stripVTControlCharacters(text)).toBe(`\
   host     system    age  drift  driver     app, jobs  deployment
✓  lithium  26.05 #1  –    –      550.54.14  comfyui 3  committed 1h ago
▲  lithium  26.05 #1  –    –      550.54.14  comfyui 0  deploying: gate
✗  neon     can't reach neon.lan: no answer within 20 s
next: sdops doctor neon`)
})
