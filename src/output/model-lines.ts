import prettyBytes from "pretty-bytes"
import type { ModelEvent } from "../models/event.ts"
import { bar } from "./bar.ts"

type Progress = Extract<ModelEvent, { event: "progress" }>

/** How far a file is, with a bar where its size is known. */
export function progressLine(
  { all, done, file, host }: Progress,
  bytesPerSecond?: number,
): string {
  const pace = bytesPerSecond ? `, ${prettyBytes(bytesPerSecond)}/s` : ""
  if (all === undefined || all === 0) {
    return `${host}: ${file}  ${prettyBytes(done)}${pace}`
  }
  const sizes = `${prettyBytes(done)} of ${prettyBytes(all)}`
  return `${host}: ${file}  ${bar(done / all, 24)}  ${sizes}${pace}`
}

/** Any event as one line. */
export function modelLine(event: ModelEvent): string {
  if (event.event === "progress") return progressLine(event)
  return event.host === undefined ? event.text : `${event.host}: ${event.text}`
}
