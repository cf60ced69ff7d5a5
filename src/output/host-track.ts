import type { DeployEvent } from "../deploy/event.ts"
import { buildLine, type Seen, underWay } from "./build-lines.ts"
import { duration } from "./duration.ts"
import type { Theme } from "./theme.ts"

/** A line of the live tree that a stage has taken. */
export type Slot = {
  readonly show: (title: string) => void
  /** A line below it while it runs. */
  readonly say: (text: string) => void
  readonly ask: <Answer>(
    prompt: (output: NodeJS.WritableStream) => Promise<Answer>,
  ) => Promise<Answer>
}

/** One host's stages between the events and the live tree. */
export type HostTrack = {
  readonly host: string
  readonly take: (event: DeployEvent) => void
  /** Gives the next stage a line; resolves when it ends, rejects on failure. */
  readonly next: (slot: Slot) => Promise<void>
  /** The line of the stage that runs. */
  readonly current: () => Slot | undefined
  readonly say: (text: string) => void
  /** Shows the seconds that have gone by. */
  readonly tick: () => void
  /** Whether any stage has begun. */
  readonly begun: () => boolean
  /** No stage will come any more. */
  readonly end: () => void
}

type Live = {
  readonly name: string
  readonly since: number
  readonly finished: PromiseWithResolvers<void>
  text: string
  seconds: number | undefined
  said: string
  seen: Seen | undefined
  slot: Slot | undefined
}

/** Follows one host; `verdict` is told the text of its end. */
export function hostTrack(
  host: string,
  options: {
    readonly theme: Theme
    readonly verdict: (text: string) => void
  },
): HostTrack {
  const { theme } = options
  const stages: Live[] = []
  let ended = false
  let places = 0
  let wake: () => void = () => {}
  const running = (): Live | undefined => {
    const last = stages.at(-1)
    return last?.seconds === undefined ? last : undefined
  }
  const say = (text: string): void => {
    const stage = running()
    if (stage === undefined) return
    stage.said = text
    stage.slot?.say(`${host}: ${text}`)
  }
  const see = (seen: Seen): void => {
    const stage = running()
    if (stage === undefined) return
    stage.seen = seen
    show(stage, theme)
  }
  const close = (seconds: number, text: string | undefined): Live => {
    const stage = running() ?? open("", "")
    stage.seconds = seconds
    if (text !== undefined) stage.text = text
    show(stage, theme)
    return stage
  }
  const open = (name: string, title: string): Live => {
    const stage = begin(name, title)
    stages.push(stage)
    wake()
    return stage
  }
  return {
    begun: () => stages.length > 0,
    current: () => running()?.slot,
    end: () => {
      ended = true
      running()?.finished.resolve()
      wake()
    },
    host,
    next: async (slot) => {
      const place = places++
      // Lines are asked for one after the other: the next stage is this one's.
      if (stages[place] === undefined && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const stage = stages[place]
      if (stage === undefined) return
      stage.slot = slot
      show(stage, theme)
      if (stage.said !== "") slot.say(`${host}: ${stage.said}`)
      await stage.finished.promise
    },
    say,
    take: (event) => {
      switch (event.event) {
        case "started":
          open(event.stage, event.title)
          return
        case "output":
          say(event.line)
          return
        case "progress":
          say(event.text)
          return
        case "building":
          see({ at: new Date(event.at).getTime() / 1000, build: event.build })
          return
        case "done":
          close(event.seconds, event.text).finished.resolve()
          return
        case "failed": {
          const { finished } = close(event.seconds, event.message)
          finished.reject(new Error(event.message))
          return
        }
        case "verdict":
          options.verdict(`${event.verdict}  ${duration(event.seconds)}`)
          return
        default:
          event satisfies never
      }
    },
    tick: () => {
      const stage = running()
      if (stage !== undefined) show(stage, theme)
    },
  }
}

function begin(name: string, title: string): Live {
  const finished = Promise.withResolvers<void>()
  // A stage may fail before it has a line; the line still hears of it.
  finished.promise.catch(() => {})
  return {
    finished,
    name,
    said: "",
    seen: undefined,
    seconds: undefined,
    since: performance.now(),
    slot: undefined,
    text: title,
  }
}

/** Lines of what goes on in a build, below how far it is. */
const mostLines = 4

function show(stage: Live, theme: Theme): void {
  const gone = stage.seconds ?? (performance.now() - stage.since) / 1000
  const time = stage.seconds === undefined && gone < 1 ? "" : duration(gone)
  const columns = `${stage.name.padEnd(8)} ${time.padStart(6)}`
  const now = Date.now() / 1000
  if (stage.seen === undefined || stage.seconds !== undefined) {
    return stage.slot?.show(`${columns}  ${theme.dim(stage.text)}`)
  }
  const lines = underWay(stage.seen, now)
  const more = lines.length - mostLines
  const shown =
    more > 0 ? [...lines.slice(0, mostLines), `… ${more} more`] : lines
  const title = `${columns}  ${theme.dim(buildLine(stage.seen, now))}`
  return stage.slot?.show([title, ...shown.map(theme.dim)].join("\n"))
}
