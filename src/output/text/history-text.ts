import type {
  HistoryResult,
  PastDeployment,
} from "../../fleet/history/result.ts"
import { age } from "../age.ts"
import { type Line, lines } from "../lines.ts"
import type { Theme } from "../theme.ts"

/** From so many columns on there is room for the systems. */
const roomy = 120

const heads = ["", "host", "ago", "verdict", "goal", "made", "by"]

export type HistoryTextOptions = {
  readonly columns: number
  readonly now: Date
  readonly theme: Theme
}

/** A line a deployment, and one for each host that didn't tell. */
export function historyText(
  { deployments, notes, unread }: HistoryResult,
  options: HistoryTextOptions,
): string {
  const { columns, theme } = options
  const wide = columns >= roomy
  const rows = deployments.map((one) => rowOf(one, wide, options))
  const silent = unread.map(({ error, host }): Line => {
    const sign = theme.bad(theme.signs.bad)
    return { cells: [sign, host], rest: error.message }
  })
  const head = { cells: wide ? [...heads, "from → to"] : heads }
  const names = unread.map(({ host }) => host)
  const next = names.length > 0 && `next: sdops doctor ${names.join(" ")}`
  const said = [...notes, ...(next ? [next] : [])].map(theme.dim)
  if (rows.length + silent.length === 0)
    return ["No deployments yet.", ...said].join("\n")
  return [lines([head, ...rows, ...silent], columns), ...said].join("\n")
}

function rowOf(
  one: PastDeployment,
  wide: boolean,
  { now, theme }: HistoryTextOptions,
): Line {
  const { because, from, generation, goal, host, to, verdict, who } = one
  const why = because === undefined ? "" : ` (${because})`
  return {
    cells: [
      sign(verdict, theme),
      host,
      age(one.at, now),
      `${verdict}${why}`,
      goal,
      generation === undefined ? "–" : `#${generation}`,
      who || "–",
      ...(wide ? [`${short(from)} → ${short(to)}`] : []),
    ],
  }
}

/** A store path by the first of its hash. */
function short(path: string | undefined): string {
  return /^\/nix\/store\/(\w{8})/.exec(path ?? "")?.[1] ?? "–"
}

function sign(verdict: PastDeployment["verdict"], theme: Theme): string {
  const { signs } = theme
  switch (verdict) {
    case "conflict":
    case "failed":
    case "stranded":
      return theme.bad(signs.bad)
    case "degraded":
    case "interrupted":
    case "refused":
    case "rolled-back":
    case "running":
      return theme.warn(signs.warn)
    default:
      return theme.good(signs.good)
  }
}
