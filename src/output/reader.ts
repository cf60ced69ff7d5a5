import type { DeployEvent } from "../deploy/event.ts"

/** Something that reads the events of a run and shows them its own way. */
export type Reader = {
  readonly emit: (event: DeployEvent) => void
  /** A line that belongs to no stage, such as "stopping". */
  readonly note: (text: string) => void
  /** Gives a stream where a person can be asked, beside what is shown. */
  readonly ask: <Answer>(
    host: string,
    prompt: (output: NodeJS.WritableStream) => Promise<Answer>,
  ) => Promise<Answer>
  /** Shows what is left to show; nothing may be emitted afterwards. */
  readonly close: () => Promise<void>
}

/** Shows nothing: `--json` and `--quiet`. */
export function silent(stream: NodeJS.WritableStream): Reader {
  return {
    ask: (_host, prompt) => prompt(stream),
    close: async () => {},
    emit: () => {},
    note: () => {},
  }
}
