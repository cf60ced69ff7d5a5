import prettyBytes from "pretty-bytes"
import type {
  AppProof,
  SmokeEvent,
  SmokeResult,
} from "../../deploy/smoke/result.ts"
import { duration } from "../duration.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"
import { sayFailure } from "./say-failure.ts"

/** Signs of a bar. */
const wide = 20

/** One line of a step, with a bar, or of an app that is through. */
export function smokeLine(event: SmokeEvent): string {
  const { app, host } = event
  if (event.event === "app-proven")
    return `${host}  ${app}  ${event.outcome}  ${sayProof(event)}`.trimEnd()
  const { max, value } = event
  const full = Math.min(wide, Math.round((value / Math.max(1, max)) * wide))
  const bar = "█".repeat(full) + "░".repeat(wide - full)
  return `${host}  ${app}  ${bar}  step ${value} of ${max}`
}

function sayProof(proof: AppProof): string {
  const { depth, error, outcome, seconds } = proof
  if (error !== undefined) return error.message
  if (outcome === "skip") return "ready; it makes no image"
  const step = proof["step-seconds"]
  const peak = proof["vram-peak"]
  const words = [
    `image (${depth})`,
    seconds === undefined ? "" : `in ${duration(seconds)}`,
    step === undefined ? "" : `${step} s a step`,
    peak === undefined ? "" : `${prettyBytes(peak, { binary: true })} of GPU`,
  ]
  return words.filter((word) => word !== "").join("  ")
}

/** What each app has proven, and why others have not. */
export function smokeText(
  { hosts }: SmokeResult,
  theme: Theme,
  columns: number,
): string {
  return hosts
    .flatMap(({ apps, error, host }) => {
      const rows = apps.map((one) => [
        sign(one, theme),
        host,
        one.app,
        sayProof(one),
      ])
      const failures = [error, ...apps.map((one) => one.error)]
        .filter((one) => one !== undefined)
        .map((one) => sayFailure(one, theme, columns))
      return [
        ...(rows.length > 0 ? [table(rows, { columns })] : []),
        ...failures,
      ]
    })
    .join("\n")
}

function sign({ outcome }: AppProof, { bad, good, signs }: Theme): string {
  if (outcome === "bad") return bad(signs.bad)
  return outcome === "ok" ? good(signs.good) : signs.skipped
}
