import type { PlanSummary } from "../../deploy/plan/plan-summary.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"
import { wrap } from "../wrap.ts"

/**
 * What a deployment would do, as `plan` and `deploy --dry-run` both print it.
 */
export async function planText(
  plan: PlanSummary,
  theme: Theme,
  columns: number,
): Promise<string> {
  const { default: prettyBytes } = await import("pretty-bytes")
  const { build, disk, drift, driver, fetch, heavy, questions, refusals } = plan
  const free = disk["nix-free"]
  const after = disk["nix-after"] ?? free
  const left = after === free ? "" : `, ${prettyBytes(after ?? 0)} afterwards`
  const minutes = plan["heavy-minutes"]
  const fetched = fetch.from.map(
    ({ bytes, cache, paths }) =>
      `${paths} from ${cache}, ${prettyBytes(bytes)}`,
  )
  const facts: readonly (readonly [string, readonly string[]])[] = [
    ["runs now", [plan.current ?? "unknown"]],
    ["would run", [plan.unchanged ? "the same" : plan.candidate]],
    ["to build", few(build)],
    ["to fetch", fetched.length === 0 ? ["nothing"] : fetched],
    ["heavy", heavy.map(theme.warn)],
    ["compiling", minutes === 0 ? [] : [`about ${sayMinutes(minutes)}`]],
    ["on builders", plan.builders.map(sayPlace)],
    ["unsigned", plan.untrusted.map(theme.warn)],
    ["no cache", plan["unusable-caches"].map(theme.warn)],
    ["driver", [driverText(driver)]],
    ["free on /nix", free === undefined ? [] : [`${prettyBytes(free)}${left}`]],
    ["drifted", drift],
    ["notes", plan.notes],
    ["asks", questions],
    ["refused", refusals.map(theme.bad)],
  ]
  const label = 14
  const rows = facts.flatMap(([name, values]) => {
    const lines = values.flatMap((value) => wrap(value, columns - label - 2))
    return lines.map((line, index) => [
      theme.dim(index === 0 ? name : ""),
      line,
    ])
  })
  return table(rows, { indent: "  " })
}

function sayMinutes(minutes: number): string {
  return minutes < 90 ? `${minutes} min` : `${Math.round(minutes / 60)} h`
}

function sayPlace({ name, on }: PlanSummary["builders"][number]): string {
  return `${name} on ${on.join(" or ")}`
}

function driverText(driver: PlanSummary["driver"]): string {
  const because = driver.because === undefined ? "" : `: ${driver.because}`
  switch (driver.do) {
    case "nothing":
      return "no NVIDIA GPU"
    case "switch":
      return "stays"
    case "reload": {
      const { from, repairs, stops = [], to } = driver
      const what = repairs === true ? "reloaded, as a repair" : "reloaded"
      const users = stops.length === 0 ? "" : `; stops ${stops.join(", ")}`
      return `${from} to ${to}, ${what}${users}`
    }
    case "one-shot-boot":
      return `a reboot is needed${because}`
    case "refuse":
      return `refused${because}`
    default:
      return driver.do satisfies never
  }
}

/** Names in one line; many of them are counted. */
function few(names: readonly string[]): readonly string[] {
  if (names.length === 0) return ["nothing"]
  const shown = names.slice(0, 12).join(", ")
  const rest = names.length - 12
  return [rest > 0 ? `${shown} and ${rest} more` : shown]
}
