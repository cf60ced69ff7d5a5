import { expect, test } from "vitest"
import type { PlanSummary } from "../../../src/deploy/plan/plan-summary.ts"
import type { HostResult } from "../../../src/deploy/outcome/result.ts"
import {
  exitCodeOf,
  type Verdict,
  verdicts,
} from "../../../src/deploy/outcome/verdict.ts"
import { resultText } from "../../../src/output/text/result-text.ts"
import { themeFor } from "../../../src/output/theme.ts"

const theme = themeFor(process.stdout, { colour: false })

const plan: PlanSummary = {
  build: [],
  builders: [],
  built: { bytes: 0, paths: 0, unknown: 0 },
  candidate: "/nix/store/0-nixos-system-lithium",
  disk: { "boot-adds": [], "boot-place": "/boot" },
  drift: [],
  driver: { do: "nothing" },
  fetch: { from: [], paths: 0 },
  heavy: [],
  "heavy-estimates": [],
  "heavy-minutes": 0,
  notes: [],
  questions: [],
  refusals: [],
  unchanged: false,
  untrusted: [],
  "unusable-caches": [],
}

async function said(verdict: Verdict, own: Partial<HostResult> = {}) {
  const host = {
    host: "lithium",
    notes: [],
    seconds: 1,
    stages: [],
    verdict,
    ...own,
  }
  const result = { "exit-code": exitCodeOf(verdict), hosts: [host] }
  return resultText(result, theme, 80)
}

const refusals = ["torch 2.9.1 would be compiled"]

/** How a plan ends: verdict, exit code, what it says, what it never says. */
test.each([
  ["planned", 0, {}, "next: sdops deploy lithium", "nothing to do"],
  ["planned", 0, { unchanged: true }, "nothing to do", "sdops deploy"],
  ["planned", 0, { questions: ["replaces x"] }, "asks replaces x", "–"],
  ["refused", 3, { refusals }, `refused ${refusals[0]}`, "sdops deploy"],
] as const)("a plan %s exits %d and of %j says %s", async (...row) => {
  const [verdict, exit, own, words, never] = row
  const summary = { ...plan, ...own } as PlanSummary
  const shown = await said(verdict, { plan: summary, stage: "plan" })
  const text = shown.replaceAll(/ +/g, " ")
  expect(exitCodeOf(verdict)).toBe(exit)
  expect(text).toContain(words)
  expect(text).not.toContain(never)
})

test.each(verdicts)(
  "%s offers deploy only where that would help",
  async (it) => {
    const offers = ["built", "planned", "pushed"].includes(it)
    const text = await said(it, { plan })
    expect(text.includes("next: sdops deploy lithium")).toBe(offers)
  },
)
