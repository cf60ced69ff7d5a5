import type { DeployEvent } from "../deploy/event.ts"
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
  const running = new Map<string, { stage: string; since: number }>()
  let last = now().getTime()
  const write = (at: Date, text: string): void => {
    last = now().getTime()
    screen.print(`${clock(at)} ${oneLine(text)}`)
  }
  const beat = (): void => {
    const time = now()
    const quiet = time.getTime() - last
    if (quiet < options.heartbeat * 1000) return
    for (const [host, { since, stage }] of running) {
      const seconds = (time.getTime() - since) / 1000
      write(time, `${host} ${stage} running ${duration(seconds)}`)
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

function follow(
  running: Map<string, { stage: string; since: number }>,
  event: DeployEvent,
): void {
  if (event.event === "started") {
    const since = new Date(event.at).getTime()
    running.set(event.host, { since, stage: event.stage })
  }
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
