import type { App, AppContext } from "./app.ts"
import { badAnswer } from "./ask.ts"
import type { AppPlace } from "./place.ts"
import { request } from "./request.ts"
import { waitReady } from "./wait-ready.ts"

/**
 * A service that is declared whole. It is ready when `path` answers 2xx, or,
 * without one, when its port takes a connection. Of a queue nothing is known.
 */
export function customApp(name: string, path: string | undefined): App {
  return {
    name,
    queued: async () => 0,
    async ready(place, context) {
      await waitReady(name, place, context, async () => {
        if (path !== undefined) return answers(name, path, place, context)
        const stream = await place.connection.tcp(place.port, place.address)
        stream.destroy()
      })
    },
  }
}

async function answers(
  name: string,
  path: string,
  place: AppPlace,
  context: AppContext,
): Promise<void> {
  const answer = await request(place, { path }, context)
  if (answer.status >= 200 && answer.status < 300) return
  const problem = `status ${answer.status}`
  throw badAnswer(name, { path }, answer, problem, context)
}
