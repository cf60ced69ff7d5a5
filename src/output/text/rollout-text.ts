import type { RolloutResult } from "../../rollout/result.ts"
import { resultText } from "./result-text.ts"
import { sayWaves } from "./say-rollout.ts"
import type { Theme } from "../theme.ts"

/** What stdout gets after a rollout: its hosts, and those left alone. */
export async function rolloutText(
  result: RolloutResult,
  theme: Theme,
  columns: number,
): Promise<string> {
  const { journal, stopped } = result
  if (journal === undefined) return sayWaves(result.waves).join("\n")
  const left = result["not-started"]
  const lines = [
    ...(result.hosts.length > 0
      ? [await resultText(result, theme, columns)]
      : []),
    ...left.map(
      (host) => `${theme.strong(host)}  ${theme.strong("not started")}`,
    ),
    ...(stopped === undefined ? [] : [`stopped: ${stopped}`]),
    `rollout ${result.rollout}`,
    ...(left.length > 0 && stopped === undefined
      ? [`  ${theme.dim("next: sdops rollout --resume")}`]
      : []),
  ]
  return lines.join("\n")
}
