import type { ExactJson } from "../../exact-json.ts"

/** A workflow in API format. */
export type Graph = {
  readonly [id: string]: GraphNode
}

export type GraphNode = {
  readonly class_type: string
  readonly inputs: { readonly [name: string]: ExactJson }
  /** What editors keep, such as the node's title. */
  readonly _meta?: ExactJson
}

/** A node's output as another's input. */
export type Wire = readonly [id: string, slot: number]

/** The wire that an input is; undefined for a value. */
export function wireOf(input: ExactJson | undefined): Wire | undefined {
  if (!Array.isArray(input) || input.length !== 2) return undefined
  const [id, slot] = input as readonly ExactJson[]
  if (typeof id !== "string" || typeof slot !== "number") return undefined
  return [id, slot]
}
