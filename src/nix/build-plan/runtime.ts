import type { GraphNode } from "./graph.ts"
import type { Offer, Walked } from "./walk.ts"

/** What a system is likely to consist of, before it is built. */
export type Runtime = {
  readonly built: readonly GraphNode[]
  readonly fetched: readonly Offer[]
  /** Store paths that are there; what they refer to belongs to it, too. */
  readonly present: readonly string[]
}

/**
 * Follows what a system refers to, from the top down. Of what is fetched its
 * cache tells that; what is built refers at most to its inputs, where tools and
 * the sources of what is compiled are left out. So it may name too much, never
 * too little. In: the system's store path, for one that is there already. Pure.
 */
export function runtimeOf(
  graph: readonly GraphNode[],
  walked: Pick<Walked, "built" | "fetched">,
  toplevel: string,
): Runtime {
  const [top] = graph
  if (top === undefined) return { built: [], fetched: [], present: [toplevel] }
  const building = new Set(walked.built)
  const offers = new Map(walked.fetched.map((one) => [one.info.path, one]))
  const makers = new Map(
    walked.built.flatMap((node) =>
      node.outputs.map(({ path }) => [path, node] as const),
    ),
  )
  const lacking = new Set(
    graph.flatMap(({ outputs }) =>
      outputs.flatMap(({ path, valid }) => (valid ? [] : [path])),
    ),
  )
  const built = new Set<GraphNode>()
  const fetched = new Set<Offer>()
  const present = new Set<string>()
  const nodes = [top]
  const paths = top.outputs.flatMap(({ path }) => path ?? [])
  for (;;) {
    const node = nodes.pop()
    const path = node === undefined ? paths.pop() : undefined
    if (node !== undefined) take(node)
    else if (path !== undefined) follow(path)
    else break
  }
  return { built: [...built], fetched: [...fetched], present: [...present] }

  function follow(path: string): void {
    const offer = offers.get(path)
    const maker = makers.get(path)
    if (offer !== undefined) {
      if (fetched.has(offer)) return
      fetched.add(offer)
      paths.push(...offer.info.references)
    } else if (maker !== undefined) nodes.push(maker)
    else if (!lacking.has(path)) present.add(path)
  }

  function take(node: GraphNode): void {
    if (!building.has(node) || built.has(node)) return
    built.add(node)
    // A text or a link refers to a download; what is compiled has unpacked it.
    const keeps = node.glue || node.prefersLocal
    for (const { fixed, path } of node.present)
      if (keeps || !fixed) present.add(path)
    for (const { names, node: input, tool } of node.inputs) {
      if (tool || (input.fixed && !keeps)) continue
      nodes.push(input)
      for (const { name, path } of input.outputs)
        if (path !== undefined && names.includes(name)) paths.push(path)
    }
  }
}
