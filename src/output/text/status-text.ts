import type { HostState, HostStatus } from "../../fleet/status/result.ts"
import { age } from "../age.ts"
import { type Line, lines } from "../lines.ts"
import type { Theme } from "../theme.ts"

/** From so many columns on there is room for who and for whole versions. */
const roomy = 120

const heads = [
  "",
  "host",
  "system",
  "age",
  "drift",
  "driver",
  "app, jobs",
  "deployment",
]

export type StatusTextOptions = {
  readonly columns: number
  readonly now: Date
  readonly theme: Theme
}

/** A line a host, and below it the command that comes next, if one does. */
export function statusText(
  hosts: readonly HostStatus[],
  options: StatusTextOptions,
): string {
  const { columns, theme } = options
  const rows = hosts.map((host) => rowOf(host, options))
  const shown = lines([{ cells: heads }, ...rows], columns)
  const next = nextOf(hosts)
  return next === undefined ? shown : `${shown}\n${theme.dim(`next: ${next}`)}`
}

function rowOf(host: HostStatus, options: StatusTextOptions): Line {
  const { theme } = options
  const first = [sign(host.outcome, theme), host.host]
  if ("error" in host) {
    return { cells: first, rest: host.error.message }
  }
  const { apps, drift, driver, system } = host
  const wide = options.columns >= roomy
  const release = wide ? system.nixos : system.nixos?.slice(0, 5)
  const number = system.generation
  const running = [release, number && `#${number}`].filter(Boolean).join(" ")
  const served = apps.map((app) => sayApp(app, wide))
  return {
    cells: [
      ...first,
      running || "–",
      system.since === undefined ? "–" : age(system.since, options.now),
      drift.join(",") || "–",
      sayDriver(driver, wide),
      served.join(", ") || "–",
      sayDeployment(host, wide, options.now),
    ],
  }
}

/** With its jobs where it tells them, or why it serves none. */
function sayApp(
  { app, queued, state }: HostState["apps"][number],
  wide: boolean,
) {
  if (state !== "active") return wide ? `${app} ${state}` : `${app} ✗`
  return queued === undefined ? app : `${app} ${queued}`
}

function sayDriver({ state, version }: HostState["driver"], wide: boolean) {
  switch (state) {
    case "none":
      return "–"
    case "ok":
      return version ?? "–"
    case "mismatch":
    case "silent":
    case "unloaded":
      return wide && version !== undefined ? `${version} ${state}` : state
    default:
      return state satisfies never
  }
}

function sayDeployment(host: HostState, wide: boolean, now: Date): string {
  const { busy, deployment, running } = host
  if (running !== undefined) {
    const by = wide ? `, by ${running.who} for ${age(running.since, now)}` : ""
    return `deploying: ${running.stage}${by}`
  }
  if (busy.length > 0) return `${busy.join(", ")} is running`
  if (deployment === undefined) return "none"
  const { at, verdict, who } = deployment
  const by = wide && who !== "" ? ` by ${who}` : ""
  return `${verdict} ${age(at, now)} ago${by}`
}

function sign(outcome: HostStatus["outcome"], theme: Theme): string {
  const { signs } = theme
  switch (outcome) {
    case "bad":
      return theme.bad(signs.bad)
    case "ok":
      return theme.good(signs.good)
    case "warn":
      return theme.warn(signs.warn)
    default:
      return outcome satisfies never
  }
}

/** What tells more: of a deployment that goes on, else of what is bad. */
function nextOf(hosts: readonly HostStatus[]): string | undefined {
  const bad = hosts.filter(({ outcome }) => outcome === "bad")
  if (bad.length > 0)
    return `sdops doctor ${bad.map(({ host }) => host).join(" ")}`
  const running = hosts.filter((host) => "running" in host)
  if (running.length > 0)
    return `sdops resume ${running.map(({ host }) => host).join(" ")}`
  return undefined
}
