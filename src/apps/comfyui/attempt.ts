import type { AppContext, SmokeDepth } from "../app.ts"
import type { AppPlace } from "../place.ts"

/** One attempt at an image, and what its errors tell. */
export type Attempt = {
  readonly app: string
  readonly checkpoint: string | undefined
  readonly context: AppContext
  readonly depth: SmokeDepth
  readonly place: AppPlace
  /** Seconds that the server may say nothing at all; else it may restart. */
  readonly silence?: number | undefined
  readonly unit: string
}
