import type { ModelEvent } from "../models/event.ts"
import { modelLine, progressLine } from "./model-lines.ts"
import type { Screen } from "./screen.ts"

type Progress = Extract<ModelEvent, { event: "progress" }>

type Running = {
  readonly event: Progress
  /** When bytes were first seen, and how many: some were there before. */
  readonly first: { readonly at: number; readonly done: number }
}

/** Milliseconds between two looks of a bar. */
const often = 200

/**
 * Bars on a terminal, one a file that is under way, drawn anew in place below
 * what is over; elsewhere a line at each tenth.
 */
export function modelBars(
  screen: Pick<Screen, "columns" | "draw" | "print">,
  lively: boolean,
): {
  readonly close: () => void
  readonly emit: (event: ModelEvent) => void
} {
  return lively ? bars(screen) : tenths(screen)
}

function bars({ columns, draw }: Pick<Screen, "columns" | "draw">) {
  const running = new Map<string, Running>()
  let last = 0
  const show = (over: readonly string[] = []) => {
    const lines = [...running.values()].map((file) =>
      progressLine(file.event, { bytesPerSecond: paceOf(file), columns }),
    )
    draw(lines.join("\n"), over)
    last = Date.now()
  }
  return {
    close: () => {
      if (running.size > 0) show()
    },
    emit: (event: ModelEvent) => {
      if (event.event === "note") {
        running.delete(keyOf(event))
        return show([modelLine(event)])
      }
      const key = keyOf(event)
      const before = running.get(key)
      const first =
        before && before.first.done > 0
          ? before.first
          : { at: Date.now(), done: event.done }
      running.set(key, { event, first })
      if (Date.now() - last >= often) show()
    },
  }
}

/** Bytes a second, once there is something to tell it by. */
function paceOf({ event, first }: Running): number | undefined {
  const seconds = (Date.now() - first.at) / 1000
  return seconds > 1 ? (event.done - first.done) / seconds : undefined
}

function keyOf({ file, host }: ModelEvent): string {
  return `${host}\n${file}`
}

function tenths({ print }: Pick<Screen, "print">) {
  const told = new Map<string, number>()
  return {
    close: () => {},
    emit: (event: ModelEvent) => {
      if (event.event === "note") return print(modelLine(event))
      const { all, done } = event
      const key = keyOf(event)
      // Without a size, at each GB.
      const tenth = Math.floor(all ? (done * 10) / all : done / 1e9)
      if (tenth <= (told.get(key) ?? 0)) return
      told.set(key, tenth)
      print(modelLine(event))
    },
  }
}
