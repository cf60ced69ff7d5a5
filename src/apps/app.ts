import type { Limits } from "../limits.ts"
import type { Graph } from "./comfyui/graph.ts"
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

/** How far a sampler is. */
export type Progress = { readonly max: number; readonly value: number }

/** What was measured while an image was made, as far as the app tells. */
export type Measured = {
  readonly stepSeconds?: number | undefined
  /** Bytes of the GPU's memory that were in use, whoever used them. */
  readonly vramPeak?: number | undefined
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
  /** Where progress is shown, the image is also measured. */
  readonly onStep?: ((progress: Progress) => void) | undefined
  /** A workflow of the user's own instead. */
  readonly workflow?: Workflow | undefined
}

/** Makes a workflow for the app at hand, anew each time. */
export type Workflow = (
  place: AppPlace,
  context: AppContext,
) => Promise<WantedImage>

/** A workflow, and what its image must be. */
export type WantedImage = {
  readonly graph: Graph
  /** Of its brightness, the least standard deviation. */
  readonly contrast?: number | undefined
  /** Else any that has an image. */
  readonly output?: string | undefined
  readonly seconds?: number | undefined
  readonly size?:
    | { readonly height: number; readonly width: number }
    | undefined
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
  readonly measured?: Measured | undefined
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
