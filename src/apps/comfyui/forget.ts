import { request } from "../request.ts"
import type { Attempt } from "./attempt.ts"

/** Empties the cache of results; models stay where they are. */
export async function forget({
  context,
  place,
}: Pick<Attempt, "context" | "place">): Promise<void> {
  const body = { free_memory: true, unload_models: false }
  await request(place, { body, method: "POST", path: "/free" }, context)
}
