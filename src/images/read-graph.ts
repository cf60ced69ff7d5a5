import type { Graph } from "../apps/comfyui/graph.ts"
import { type ExactJson, parseExact } from "../exact-json.ts"

/** A workflow that can be submitted, or why a text is none. */
export type ReadGraph = { readonly graph: Graph } | { readonly why: string }

/** Nodes; the largest workflows that people share have some hundreds. */
const mostNodes = 5000

/** As deep as an input's value may be nested. */
const deepest = 64

/**
 * A text as a workflow in API format; the editor's own format is told from it.
 * What the server adds to nodes when it saves a picture is left out.
 */
export function readGraph(text: string): ReadGraph {
  let json: ExactJson
  try {
    json = parseExact(text)
  } catch {
    return { why: "it isn't JSON" }
  }
  return graphOf(json)
}

/** The same of a value that is parsed. */
export function graphOf(json: ExactJson): ReadGraph {
  if (!isTable(json)) return { why: "it isn't a map of nodes" }
  if ("nodes" in json && "links" in json)
    return { why: "it is in the editor's format; export it with Export (API)" }
  const inner = json["prompt"]
  if (isTable(inner) && !("class_type" in inner)) return graphOf(inner)
  const nodes = Object.entries(json)
  if (nodes.length === 0) return { why: "it has no nodes" }
  if (nodes.length > mostNodes)
    return { why: `it has ${nodes.length} nodes, and ${mostNodes} may be` }
  const graph: Record<string, Graph[string]> = {}
  for (const [id, node] of nodes) {
    if (id === "__proto__") return { why: "a node is called __proto__" }
    if (!isTable(node)) return { why: `node ${id} isn't a map` }
    const { _meta, class_type, inputs } = node
    if (typeof class_type !== "string" || !isTable(inputs))
      return { why: `node ${id} lacks class_type or inputs` }
    if (depthOf(inputs) > deepest)
      return { why: `the inputs of node ${id} are nested too deeply` }
    graph[id] = { ...(isTable(_meta) && { _meta }), class_type, inputs }
  }
  return { graph }
}

type Table = { readonly [key: string]: ExactJson }

function isTable(value: ExactJson | undefined): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function depthOf(value: ExactJson, depth = 1): number {
  if (typeof value !== "object" || value === null || depth > deepest)
    return depth
  const inner = Object.values(value) as readonly ExactJson[]
  return inner.reduce<number>(
    (most, one) => Math.max(most, depthOf(one, depth + 1)),
    depth,
  )
}
