import type { Reader } from "./reader.ts"

/** `--events`: one JSON document a line, each event as it is. */
export function ndjson(
  stream: NodeJS.WritableStream,
  prompts: NodeJS.WritableStream,
): Reader {
  return {
    ask: (_host, prompt) => prompt(prompts),
    close: async () => {},
    emit: (event) => {
      stream.write(`${JSON.stringify(event)}\n`)
    },
    note: () => {},
  }
}
