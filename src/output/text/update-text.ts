import type { InputAt, Move, UpdateResult } from "../../upkeep/update-result.ts"
import { sayTried } from "../../upkeep/cached/say-tried.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"

type Revision = NonNullable<UpdateResult["tried"]>[number]

/** What moved, a line an input, and what comes next. */
export function updateText(result: UpdateResult, theme: Theme): string {
  const { inputs, saved } = result
  const rows = inputs.map((move) => [
    theme.strong(move.input),
    said(move, theme),
    way(move),
  ])
  const still = inputs.every(({ change }) => change === "same")
  const end = saved
    ? ["saved hosts/flake.lock", theme.dim("next: sdops plan all")]
    : [still ? "nothing moved" : "hosts/flake.lock is unchanged"]
  const gaveUp = (result.tried ?? [])
    .filter(({ taken }) => !taken)
    .flatMap((one) => [`gave up ${sayTried(one)}`, ...oddities(one)])
  return [table(rows), ...gaveUp.map(theme.strong), ...end].join("\n")
}

/** Where it evaluates, what is odd is a cache. */
function oddities({ evaluates, problems }: Revision): readonly string[] {
  return evaluates ? problems.map((problem) => `  ${problem}`) : []
}

function said({ change }: Move, theme: Theme): string {
  return change === "same" ? theme.dim(change) : theme.good(change)
}

function way({ from, to }: Move): string {
  const places = [from, to].filter((place) => place !== undefined)
  return [...new Set(places.map(placeText))].join(" → ")
}

/** Where an input is, short: its commit or hash, and the day. */
export function placeText(place: InputAt): string {
  const { date, revision } = place
  const id = revision?.slice(0, 12) ?? place["nar-hash"]?.slice(0, 19) ?? "?"
  return date === undefined ? id : `${id} ${date.slice(0, 10)}`
}
