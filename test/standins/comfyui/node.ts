import type { Faults } from "./faults.ts"
import type { Folders } from "./folders.ts"
import type { Json } from "./python.ts"
import type { Graph } from "./queue.ts"

/** `["INT", {…}]`, `[["a", "b"], {…}]` or `["IMAGE"]`. */
export type InputSpec = [string | Json[], { [key: string]: Json }?]

/** What `/object_info/<class>` says of a class. */
export type NodeInfo = {
  readonly input: {
    readonly required?: { readonly [name: string]: InputSpec }
    readonly optional?: { readonly [name: string]: InputSpec }
    readonly hidden?: { readonly [name: string]: string }
  }
  readonly output: readonly string[]
  readonly output_node: boolean
  readonly [key: string]: unknown
}

/** What a running node is given. */
export type Work = {
  readonly id: string
  readonly inputs: { readonly [name: string]: unknown }
  readonly graph: Graph
  readonly extraData: Json
  readonly folders: Folders
  readonly faults: Faults
  readonly metadata: boolean
  readonly log: (line: string) => void
  /** Five letters, the same as long as the node stays in the graph. */
  readonly suffix: () => string
  /** Errors: Interrupted, before anything is told. */
  readonly progress: (value: number, max: number) => void
  /** Waits; an interrupt is only seen by `progress`. */
  readonly sleep: (seconds: number) => Promise<void>
}

export type NodeResult = { outputs?: unknown[]; ui?: Json }

/** A node class. */
export type NodeClass = {
  readonly info: NodeInfo
  /** Works on the GPU, so that the GPU faults strike it. */
  readonly gpu?: boolean
  /** Names that the class checks by itself; a text is what is wrong. */
  readonly validates?: {
    readonly [input: string]: (value: string, folders: Folders) => true | string
  }
  /** Like IS_CHANGED: part of the key of the cached result. */
  readonly changed?: (inputs: Graph[string]["inputs"], at: Folders) => string
  readonly run: (work: Work) => Promise<NodeResult> | NodeResult
}

/** Thrown through a node by an interrupt. */
export class Interrupted extends Error {}
