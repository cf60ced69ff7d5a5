import { placedOn } from "../../inventory/on-host.ts"
import type { Ending } from "./ending.ts"
import { failureOf } from "../../errors/failure-of.ts"
import { heavyPolicy } from "../heavy/heavy-policy.ts"
import { misplaced } from "../heavy/misplaced.ts"
import { notesOfRecord } from "./notes-of-record.ts"
import { summarise } from "../plan/summarise.ts"
import type { HostResult } from "./result.ts"
import type { Outcome } from "../runner.ts"

/** The one description of what happened to a host, for people and `--json`. */
export function hostResultOf(
  outcome: Outcome,
  ending: Ending,
  seconds: number,
): HostResult {
  const { reached, reports } = outcome
  const { error, note, record } = ending
  const console = record?.consoleCommand ?? ""
  const { saved, smoke } = reached
  return {
    ...(reached.evaluation && { candidate: reached.evaluation.toplevel }),
    ...(console !== "" && { console: [console] }),
    ...(error && { error: failureOf(placedOn(error, reached.host)) }),
    host: reached.host.name,
    ...(smoke &&
      saved?.image !== undefined && {
        image: {
          file: saved.image,
          seconds: smoke.seconds,
          smoke: smoke.depth,
        },
      }),
    notes: [
      ...(reached.plan?.drift ?? []),
      ...(reached.plan?.notes ?? []),
      ...(reached.plan?.builders.notes ?? []),
      ...verified(reached),
      ...(reached.remarks ?? []),
      ...(note ? [note] : []),
      ...(record ? notesOfRecord(record) : []),
    ],
    ...(saved && {
      apps: saved.apps.map((app) => ({ ...app })),
      gpus: [...saved.gpus],
      "nvidia-smi": [...saved.nvidiaSmi],
    }),
    ...(reached.plan && { plan: summarise(reached.plan) }),
    ...(reached.supervised && { record: reached.supervised.key.id }),
    seconds,
    ...(reports.length > 0 && { stage: reports.at(-1)?.stage }),
    ...(reached.sources && { sources: reached.sources }),
    stages: reports.map((report) => ({ ...report })),
    verdict: ending.verdict,
  } as HostResult
}

function verified({
  host,
  input,
  plan,
  sources,
}: Outcome["reached"]): readonly string[] {
  if (plan === undefined || sources === undefined) return []
  return misplaced(sources, plan, heavyPolicy(host, input))
}
