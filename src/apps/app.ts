import type { Limits } from "../limits.ts"
import type { AppPlace } from "./place.ts"

/** How deep an image proves: design §7. */
export type SmokeDepth = "image" | "kernels" | "plumbing"

/** What apps are handed besides their input. */
export type AppContext = {
  readonly host: string
  readonly limits: Limits
  readonly signal: AbortSignal
  readonly stage?: string | undefined
}

/** What is known of an app whose image is wanted. */
export type SmokeInput = {
  readonly gpu: { readonly vendor: "amd" | "none" | "nvidia" }
  readonly unit: string
  /** A declared checkpoint's file name; needed for depth `image`. */
  readonly checkpoint?: string | null | undefined
  /**
   * Without one: `image` with a checkpoint, else `kernels` on GPU hosts and
   * `plumbing` elsewhere.
   */
  readonly depth?: SmokeDepth | undefined
}

/** An image that an app made, checked. */
export type Proof = {
  /** The file as it came. */
  readonly bytes: Buffer
  readonly height: number
  /** The file's name as the app says it: data of the host. */
  readonly name: string
  /** Where the app says that it is, below its own folder. */
  readonly path: string
  readonly width: number
}

/** What proved an app, and how long it took. */
export type Smoke = {
  readonly depth: SmokeDepth
  readonly image: Proof
  readonly seconds: number
}

/** What the host serves. */
export type App = {
  readonly name: string
  /**
   * Waits until the API answers well; refused connections are no verdict.
   * Errors: `appNotReady` after `limits.ready` seconds.
   */
  readonly ready: (place: AppPlace, context: AppContext) => Promise<void>
  /**
   * How many jobs run or wait; undefined when nothing listens, which says
   * nothing of the queue as long as the app's process lives. Errors:
   * `appSilent` when it listens but doesn't tell.
   */
  readonly queued: (
    place: AppPlace,
    context: AppContext,
  ) => Promise<number | undefined>
  /**
   * Has an image made and looks at it; an app that makes none has no such
   * proof. Errors: `appOnCpu`, `blackImage`,
   * `checkpointMissing`, `noKernelImage`, `outOfMemory`, `smokeFailed`,
   * `smokeTimeout` after `limits.gate` seconds, `smokeBehind`
   * when it was others' turn until then.
   */
  readonly smoke?: (
    place: AppPlace,
    input: SmokeInput,
    context: AppContext,
  ) => Promise<Smoke>
}
