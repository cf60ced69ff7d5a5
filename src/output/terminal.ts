import {
  type DefaultRenderer,
  Listr,
  ListrDefaultRendererLogLevels,
  ListrLogger,
  ListrPromptAdapter,
  ListrTaskEventType,
  type ListrTaskWrapper,
  ProcessOutput,
  type SilentRenderer,
} from "listr2"
import type { DeployEvent } from "../deploy/event.ts"
import type { Limits } from "../limits.ts"
import { withoutEcho } from "./echo.ts"
import { type HostTrack, hostTrack, type Slot } from "./host-track.ts"
import { oneLine } from "../remote/one-line.ts"
import type { Reader } from "./reader.ts"
import type { Theme } from "./theme.ts"

export type TerminalOptions = {
  readonly environment: NodeJS.ProcessEnv
  readonly hosts: readonly string[]
  readonly limits: Limits
  readonly stream: NodeJS.WriteStream
  readonly theme: Theme
}

type Line = ListrTaskWrapper<
  object,
  typeof DefaultRenderer,
  typeof SilentRenderer
>

/** More than any deployment has stages. */
const places = 24

/**
 * For people: a live tree, a branch a host, that ends as a readable log.
 * listr2 wants its tasks beforehand, but a stage is known when it starts: each
 * host gets nameless tasks, which stay unseen until a stage takes one.
 */
export async function terminal(options: TerminalOptions): Promise<Reader> {
  const { hosts, stream, theme } = options
  const echo = await withoutEcho(options)
  const { signs } = theme
  const tracks = new Map<string, HostTrack>()
  const branches = hosts.map((host) => ({
    task: (_context: object, line: Line) => {
      const track = tracks.get(host)
      const subtasks = Array.from({ length: places }, () => ({
        task: async (_: object, place: Line) => {
          await track?.next(slotOf(place))
          // Such as a host of a wave that never came.
          if (track?.begun() === false) line.skip()
        },
      }))
      return line.newListr(subtasks, { concurrent: false, exitOnError: false })
    },
    title: theme.strong(host),
  }))
  const list = new Listr(branches, {
    concurrent: true,
    exitOnError: false,
    fallbackRenderer: "silent",
    // It would end the process with 127 at once.
    registerSignalListeners: false,
    renderer: "default",
    rendererOptions: {
      collapseErrors: false,
      collapseSkips: false,
      collapseSubtasks: false,
      formatOutput: "truncate",
      icon: {
        [ListrDefaultRendererLogLevels.COMPLETED]: signs.good,
        [ListrDefaultRendererLogLevels.COMPLETED_WITH_FAILED_SUBTASKS]:
          signs.bad,
        [ListrDefaultRendererLogLevels.FAILED]: signs.bad,
        [ListrDefaultRendererLogLevels.SKIPPED_WITHOUT_COLLAPSE]: "–",
      },
      // It writes to stdout unless told otherwise; that is for the result.
      logger: new ListrLogger({
        processOutput: new ProcessOutput(stream, stream),
        useIcons: true,
      }),
      showErrorMessage: false,
      showSkipMessage: false,
    },
  })
  for (const [index, host] of hosts.entries()) {
    const verdict = (text: string): void => {
      const task = list.tasks[index]
      if (task) task.title$ = `${theme.strong(host)}  ${text}`
    }
    tracks.set(host, hostTrack(host, { theme, verdict }))
  }
  const finished = list.run()
  const ticking = setInterval(() => {
    for (const track of tracks.values()) track.tick()
  }, 1000)
  return {
    ask: (host, prompt) => {
      const slot = tracks.get(host)?.current()
      return slot === undefined ? prompt(stream) : slot.ask(prompt)
    },
    close: async () => {
      clearInterval(ticking)
      for (const track of tracks.values()) track.end()
      await finished
      await echo()
    },
    emit: (event) => tracks.get(event.host)?.take(safe(event)),
    note: (text) => {
      for (const track of tracks.values()) track.say(oneLine(text))
    },
  }
}

/** listr2 writes what it is given, so hosts' words are cleaned before. */
function safe(event: DeployEvent): DeployEvent {
  const pairs = Object.entries(event).map(([key, value]) => [
    key,
    typeof value === "string" ? oneLine(value) : value,
  ])
  return Object.fromEntries(pairs) as DeployEvent
}

function slotOf(line: Line): Slot {
  return {
    ask: (prompt) => line.prompt(Asking).run(prompt, line),
    say: (text) => {
      line.output = text
    },
    show: (title) => {
      line.title = title
    },
  }
}

/** Lets a person be asked inside the tree, which is redrawn all the time. */
class Asking extends ListrPromptAdapter {
  async run<Answer>(
    prompt: (output: NodeJS.WritableStream) => Promise<Answer>,
    line: Line,
  ): Promise<Answer> {
    this.reportStarted()
    try {
      const answer = await prompt(line.stdout(ListrTaskEventType.PROMPT))
      this.reportCompleted()
      return answer
    } catch (error) {
      this.reportFailed()
      throw error
    }
  }
}
