import type { FailureResult } from "../../errors/failure-result.ts"
import type { Verdict } from "./verdict.ts"

/**
 * A failure as `resume` tells it: what to do next is anything but `resume`,
 * which has just been run.
 */
export function onwards(failure: FailureResult, verdict: Verdict) {
  const { host = "", help } = failure
  const others = help.filter((line) => !/^sdops resume\b/.test(line))
  return { ...failure, help: [...new Set([...others, then(verdict, host)])] }
}

function then(verdict: Verdict, host: string): string {
  switch (verdict) {
    case "degraded":
    case "stranded":
      return `sdops doctor ${host}`
    case "conflict":
      return `sdops plan ${host}`
    default:
      return `sdops deploy ${host}`
  }
}
