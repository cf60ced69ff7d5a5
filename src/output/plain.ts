import type { DeployEvent } from "../deploy/event.ts"
import { buildLine, type Seen, underWay } from "./build-lines.ts"
import { duration } from "./duration.ts"
import { oneLine } from "../remote/one-line.ts"
import type { Reader } from "./reader.ts"
import { screenOn } from "./screen.ts"

export type PlainOptions = {
  readonly stream: NodeJS.WritableStream
  /** Whether lines of the hosts' own output are shown too. */
  readonly verbose: boolean
  /** Seconds of silence after which a running stage is named. */
  readonly heartbeat: number
  readonly now: () => Date
}

/**
 * For logs: one line an event, such as `12:03:07 lithium build done 41s`, and
 * a heartbeat while nothing happens, so that nothing kills a quiet build.
 */
export function plain(options: PlainOptions): Reader {
  const { now, stream, verbose } = options
  const screen = screenOn(stream, { colour: false })
  const running = new Map<string, Running>()
  let last = now().getTime()
  const write = (at: Date, text: string): void => {
    last = now().getTime()
    screen.print(`${clock(at)} ${oneLine(text)}`)
  }
  const beat = (): void => {
    const time = now()
    const most = options.heartbeat * 1000
    const isQuiet = time.getTime() - last >= most
    for (const [host, stage] of running) {
      // A build talks all the time, so it says how far it is on its own beat.
      const isDue = stage.seen && time.getTime() - stage.told >= most
      if (!isQuiet && !isDue) continue
      stage.told = time.getTime()
      for (const text of sayRunning(stage, time))
        write(time, `${host} ${stage.stage} ${text}`)
    }
  }
  const timer = setInterval(beat, 1000)
  timer.unref()
  return {
    ask: (_host, prompt) => prompt(stream),
    close: async () => clearInterval(timer),
    emit: (event) => {
      follow(running, event)
      const text = sayEvent(event, verbose)
      if (text !== undefined) write(new Date(event.at), text)
    },
    note: (text) => {
      for (const line of text.split("\n")) write(now(), line)
    },
  }
}

/** Times are milliseconds. */
type Running = {
  readonly stage: string
  readonly since: number
  /** When it was last named. */
  told: number
  seen: Seen | undefined
}

/** How long, or how far it is, and what goes on. */
function sayRunning({ seen, since }: Running, at: Date): readonly string[] {
  const now = at.getTime() / 1000
  if (seen === undefined) return [`running ${duration(now - since / 1000)}`]
  const way = underWay(seen, now)
  const more = way.length - mostLines
  const rest = more > 0 ? [`and ${more} more`] : []
  return [buildLine(seen, now), ...way.slice(0, mostLines), ...rest]
}

/** Lines of what goes on in a build. */
const mostLines = 4

function follow(running: Map<string, Running>, event: DeployEvent): void {
  const at = new Date(event.at).getTime()
  if (event.event === "started") {
    const { stage } = event
    running.set(event.host, { seen: undefined, since: at, stage, told: at })
  }
  const stage = running.get(event.host)
  if (event.event === "building" && stage !== undefined)
    stage.seen = { at: at / 1000, build: event.build }
  const ends = ["done", "failed", "verdict"]
  if (ends.includes(event.event)) running.delete(event.host)
}

/** Local time of day; dates are in the journal. */
function clock(at: Date): string {
  return at.toTimeString().slice(0, 8)
}

function sayEvent(event: DeployEvent, verbose: boolean): string | undefined {
  switch (event.event) {
    case "started":
      return `${event.host} ${event.stage} started`
    case "output":
      return verbose
        ? `${event.host} ${event.stage} | ${event.line}`
        : undefined
    case "progress":
      return `${event.host} ${event.stage} ${event.text}`
    case "building":
      return undefined
    case "done": {
      const { host, seconds, stage, text } = event
      const what = text === undefined ? "" : `  ${text}`
      return `${host} ${stage} done ${duration(seconds)}${what}`
    }
    case "failed": {
      const { code, host, message, seconds, stage } = event
      return `${host} ${stage} failed ${duration(seconds)}  ${code}: ${message}`
    }
    case "verdict":
      return `${event.host} ${event.verdict} ${duration(event.seconds)}`
    default:
      return event satisfies never
  }
}
