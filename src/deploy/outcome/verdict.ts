import { type ExitName, exitCodes } from "../../errors/exit-codes.ts"

/** How a deployment of one host ended (design §4), in order of the alphabet. */
export const verdicts = [
  "built",
  "committed",
  "conflict",
  "degraded",
  "dry-activated",
  "failed",
  "interrupted",
  "planned",
  "pushed",
  "refused",
  "repaired",
  "rolled-back",
  "staged",
  "stranded",
  "tested",
  "unchanged",
] as const

export type Verdict = (typeof verdicts)[number]

const exitOf: Readonly<Record<Verdict, ExitName>> = {
  built: "ok",
  committed: "ok",
  conflict: "conflict",
  degraded: "degraded",
  "dry-activated": "ok",
  failed: "failed",
  interrupted: "interrupted",
  planned: "ok",
  pushed: "ok",
  refused: "refused",
  repaired: "ok",
  "rolled-back": "rolled-back",
  staged: "ok",
  stranded: "stranded",
  tested: "ok",
  unchanged: "ok",
}

/** The exit code of one verdict. */
export function exitCodeOf(verdict: Verdict): number {
  return exitCodes[exitOf[verdict]]
}

/** From the worst down, for several hosts (design §4). */
const order: readonly ExitName[] = [
  "interrupted",
  "stranded",
  "conflict",
  "rolled-back",
  "failed",
  "refused",
  "degraded",
  "ok",
]

/** The exit code of several hosts: that of the worst. */
export function worstExitCode(all: readonly Verdict[]): number {
  const names = new Set(all.map((verdict) => exitOf[verdict]))
  return exitCodes[order.find((name) => names.has(name)) ?? "ok"]
}
