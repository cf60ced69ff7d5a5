import pMap from "p-map"
import type { Check, Outcome } from "./check.ts"

export type Checked = { readonly check: Check; readonly outcome: Outcome }

const most = 60

/** Runs every check, two at a time, and says each as it ends. */
export async function runChecks(
  checks: readonly Check[],
  say: (line: string) => void,
): Promise<readonly Checked[]> {
  const one = async (check: Check): Promise<Checked> => {
    const outcome = await check.run().catch(broken)
    for (const line of lines(check.name, outcome)) say(line)
    return { check, outcome }
  }
  return pMap(checks, one, { concurrency: 2 })
}

function broken(thrown: unknown): Outcome {
  return { findings: [String(thrown)], how: "failed" }
}

function lines(name: string, outcome: Outcome): readonly string[] {
  if (outcome.how === "ok") return [`✓ ${name}`]
  if (outcome.how === "skipped") {
    return [`– ${name}: skipped, ${outcome.because}`]
  }
  const { findings } = outcome
  const rest = findings.length - most
  return [
    `✗ ${name}`,
    ...findings.slice(0, most).map((finding) => `    ${finding}`),
    ...(rest > 0 ? [`    and ${rest} more`] : []),
  ]
}
