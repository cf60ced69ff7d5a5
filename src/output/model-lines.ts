import prettyBytes from "pretty-bytes"
import stringWidth from "string-width"
import type { ModelEvent } from "../models/event.ts"
import { bar, percent } from "./bar.ts"
import { cut } from "./cut.ts"

type Progress = Extract<ModelEvent, { event: "progress" }>

/** Columns of a bar that has room, and of the shortest that says anything. */
const widest = 24
const narrowest = 6
/** Columns kept for sizes and pace, so that a bar's ends stand still. */
const sizesRoom = 30

/**
 * How far a file is, no wider than `columns`: with a bar where its size is
 * known and there is room for one.
 */
export function progressLine(
  { all, done, file, host }: Progress,
  {
    bytesPerSecond,
    columns = Number.POSITIVE_INFINITY,
  }: {
    readonly bytesPerSecond?: number | undefined
    readonly columns?: number
  } = {},
): string {
  const name = `${host}: ${file}`
  const pace = bytesPerSecond ? `, ${prettyBytes(bytesPerSecond)}/s` : ""
  if (!all) {
    const far = done === 0 ? "asking its caches" : prettyBytes(done) + pace
    return cut(`${name}  ${far}`, columns)
  }
  const sizes = `${prettyBytes(done)} of ${prettyBytes(all)}${pace}`
  // Two blanks twice, and what a bar has beside its own columns.
  const beside = stringWidth(name) + Math.max(sizesRoom, stringWidth(sizes))
  const room = columns - beside - 4 - "[] 100%".length
  const part = done / all
  const far =
    room < narrowest ? percent(part) : bar(part, Math.min(widest, room))
  return cut(`${name}  ${far}  ${sizes}`, columns)
}

/** Any event as one line. */
export function modelLine(event: ModelEvent): string {
  if (event.event === "progress") return progressLine(event)
  return event.host === undefined ? event.text : `${event.host}: ${event.text}`
}
