import type { PlanSummary } from "../../deploy/plan/plan-summary.ts"
import { sayWhen } from "../../deploy/changes/app-changes.ts"
import { packageLines } from "./package-lines.ts"
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
  const { built, disk, drift, driver, fetch, packages } = plan
  const { present, questions, refusals } = plan
  const place = disk["boot-place"]
  const minutes = plan["heavy-minutes"]
  const fetched = fetch.from.map(
    ({ bytes, cache, paths }) =>
      `${paths} from ${cache}, ${prettyBytes(bytes)}`,
  )
  const facts: readonly Row[] = [
    ["runs now", [plan.current ?? "unknown"]],
    ["would run", [plan.unchanged ? "the same" : plan.candidate]],
    ["there", present ? [counted(present)] : []],
    ["to build", plan.build.length === 0 ? ["nothing"] : sayBuilt()],
    ["to fetch", fetched.length === 0 ? ["nothing"] : fetched],
    ["heavy", plan["heavy-estimates"].map(sayHeavy)],
    ["compiling", minutes === 0 ? [] : [`about ${sayMinutes(minutes)}`]],
    ["on builders", plan.builders.map(sayPlace)],
    ["unsigned", plan.untrusted.map(theme.strong)],
    ["no cache", plan["unusable-caches"].map(theme.strong)],
    ["packages", packages ? packageLines(packages, prettyBytes) : []],
    ["apps", (plan.apps ?? []).map(appText)],
    ...unitRows(plan.units),
    ["driver", [driverText(driver)]],
    ["free on /nix", sayFree(disk["nix-free"], disk["nix-after"])],
    [
      `free on ${place.length > 5 ? "the ESP" : place}`,
      sayFree(disk["boot-free"], disk["boot-after"], disk["boot-adds"]),
    ],
    ["drifted", drift],
    ["notes", plan.notes],
    ["asks", questions],
    ["refused", refusals.map(theme.bad)],
  ]
  const shown = facts.filter(([, values]) => values.length > 0)
  const label = Math.max(...shown.map(([name]) => name.length)) + 2
  const rows = shown.flatMap(([name, values]) => {
    const lines = values.flatMap((value) => wrap(value, columns - label - 2))
    return lines.map((line, index) => [
      theme.dim(index === 0 ? name : ""),
      line,
    ])
  })
  return table(rows, { indent: "  " })

  function sayHeavy({ by, minutes: took, name }: Estimate): string {
    const guess = `about ${sayMinutes(took)}`
    const before = by === "history" ? ", as it took before" : ""
    return theme.strong(`${name}, ${guess}${before}`)
  }

  function counted({ bytes, paths }: { bytes: number; paths: number }): string {
    return `${paths} ${paths === 1 ? "path" : "paths"}, ${prettyBytes(bytes)}`
  }

  function sayBuilt(): readonly string[] {
    const size = built.bytes === 0 ? "" : `, about ${prettyBytes(built.bytes)}`
    const { unknown } = built
    const rest = unknown === 0 ? "" : `, ${unknown} of unknown size`
    return [`${built.paths}${size}${rest}: ${few(plan.build)}`]
  }

  function sayFree(
    free: number | undefined,
    after: number | undefined,
    adds: readonly string[] = [],
  ): readonly string[] {
    if (free === undefined || after === undefined) return []
    const what = adds.length === 0 ? "" : ` with ${adds.join(" and ")}`
    const left = `, ${prettyBytes(after)} afterwards${what}`
    return [`${prettyBytes(free)}${after === free ? "" : left}`]
  }
}

function sayMinutes(minutes: number): string {
  if (minutes < 1) return "a minute"
  return minutes < 90
    ? `${Math.round(minutes)} min`
    : `${Math.round(minutes / 60)} h`
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

type AppChange = NonNullable<PlanSummary["apps"]>[number]

function appText({ app, because, does, when }: AppChange): string {
  const verbs = {
    live: "changed as it runs",
    nothing: "goes on",
    reboot: "stopped for a reboot",
    restart: "restarted",
    start: "started",
    stop: "stopped",
  } as const
  const then = when === undefined ? "" : `, ${sayWhen[when]}`
  return `${app}: ${verbs[does]}${then}: ${because}`
}

/** Names in one line; many of them are counted. */
function few(names: readonly string[]): string {
  const shown = names.slice(0, 12).join(", ")
  const rest = names.length - 12
  return rest > 0 ? `${shown} and ${rest} more` : shown
}

type Estimate = PlanSummary["heavy-estimates"][number]
type Row = readonly [string, readonly string[]]

/** A row for what the switch does to units, where it does that to any. */
function unitRows(units: PlanSummary["units"]): readonly Row[] {
  if (units === undefined) return []
  const rows: readonly Row[] = [
    ["restarts", units.restart],
    ["reloads", units.reload],
    ["starts", units.start],
    ["stops", units.stop],
    ["kept running", units.keep],
  ]
  return rows
    .filter(([, names]) => names.length > 0)
    .map(([label, names]) => [label, [few(names.map(plain))]])

  function plain(name: string): string {
    return name.replace(/\.service$/, "")
  }
}
