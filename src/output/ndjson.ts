import { kebabKeys } from "../camel-keys.ts"
import type { DeployEvent } from "../deploy/event.ts"
import type { Reader } from "./reader.ts"
import { screenOn } from "./screen.ts"

/** `--events`: one JSON document a line, each event as it is. */
export function ndjson(
  stream: NodeJS.WritableStream,
  prompts: NodeJS.WritableStream,
): Reader {
  const screen = screenOn(stream, { colour: false })
  return {
    ask: (_host, prompt) => prompt(prompts),
    close: async () => {},
    emit: (event) => screen.json(kebab(event)),
    note: () => {},
  }
}

function kebab(event: DeployEvent): object {
  if (event.event !== "building") return event
  return { ...event, build: kebabKeys(event.build) }
}
