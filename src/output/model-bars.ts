import type { ModelEvent } from "../models/event.ts"
import { modelLine, progressLine } from "./model-lines.ts"
import type { Screen } from "./screen.ts"

type Progress = Extract<ModelEvent, { event: "progress" }>

/** Milliseconds between two looks of a bar. */
const often = 200

/**
 * Bars on a terminal, one a file that is under way, drawn anew in place below
 * what is over; elsewhere a line at each tenth.
 */
export function modelBars(
  screen: Pick<Screen, "draw" | "print">,
  lively: boolean,
): {
  readonly close: () => void
  readonly emit: (event: ModelEvent) => void
} {
  return lively ? bars(screen) : tenths(screen)
}

function bars({ draw }: Pick<Screen, "draw">) {
  const running = new Map<string, { event: Progress; since: number }>()
  const over: string[] = []
  let last = 0
  const show = () => {
    const lines = [...running.values()].map(({ event, since }) => {
      const seconds = (Date.now() - since) / 1000
      return progressLine(event, seconds > 1 ? event.done / seconds : undefined)
    })
    draw([...over, ...lines].join("\n"))
    last = Date.now()
  }
  return {
    close: () => {
      if (running.size > 0) show()
    },
    emit: (event: ModelEvent) => {
      if (event.event === "note") {
        over.push(modelLine(event))
        return show()
      }
      const key = `${event.host}\n${event.file}`
      const since = running.get(key)?.since ?? Date.now()
      if (event.all !== undefined && event.done >= event.all) {
        running.delete(key)
        over.push(progressLine(event))
        return show()
      }
      running.set(key, { event, since })
      if (Date.now() - last >= often) show()
    },
  }
}

function tenths({ print }: Pick<Screen, "print">) {
  const told = new Map<string, number>()
  return {
    close: () => {},
    emit: (event: ModelEvent) => {
      if (event.event === "note") return print(modelLine(event))
      const { all, done, file, host } = event
      const key = `${host}\n${file}`
      // Without a size, at each GB.
      const tenth = Math.floor(all ? (done * 10) / all : done / 1e9)
      if (tenth <= (told.get(key) ?? 0)) return
      told.set(key, tenth)
      print(modelLine(event))
    },
  }
}
