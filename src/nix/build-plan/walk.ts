import type { GraphNode } from "./graph.ts"
import type { PathInfo } from "../cache/path-info.ts"

/** A path that a cache has, with a signature that counts. */
export type Offer = {
  readonly cache: string
  readonly info: PathInfo
}

/** What is known of a path: nothing yet, that no cache has it, or an offer. */
export type OfferOf = (path: string) => Offer | "none" | undefined

type Wanted = Pick<GraphNode["inputs"][number], "names" | "node">

/** What a build does, as far as it is known. */
export type Walked = {
  /** In the order in which they are met, from the system down. */
  readonly built: readonly GraphNode[]
  readonly fetched: readonly Offer[]
  /** Paths that caches must be asked for before more can be said. */
  readonly unasked: readonly string[]
}

/**
 * Goes through what a build takes as Nix does: what is in the store is done;
 * what a cache has, with all that it refers to, is fetched; the rest is built
 * from its inputs. Unlike `nix build --dry-run` it knows signatures, and what
 * caches have now. A path that the graph doesn't have is in the store: what an
 * output refers to is an output of its inputs, and of those the graph leaves
 * out only what is there, with all that it refers to. Pure. Source: nix
 * src/libstore/build/{derivation,substitution}-goal.cc.
 */
export function walk(
  graph: readonly GraphNode[],
  offerOf: OfferOf,
  settings: {
    /** Nix's `always-allow-substitutes`. */
    readonly always: boolean
  },
): Walked {
  const lacking = new Set(
    graph.flatMap(({ outputs }) =>
      outputs.flatMap(({ path, valid }) =>
        path === undefined || valid ? [] : [path],
      ),
    ),
  )
  const unasked = new Set<string>()
  const available = new Map<string, boolean | undefined>()
  const built = new Set<GraphNode>()
  const fetched = new Map<string, Offer>()
  const seen = new Set<string>()
  const todo: Wanted[] = graph.slice(0, 1).map((node) => ({
    names: node.outputs.map(({ name }) => name),
    node,
  }))
  // Not by recursion: a graph may be deeper than the stack.
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { names, node } = next
    const key = `${node.drv} ${names.join()}`
    if (seen.has(key) || built.has(node)) continue
    seen.add(key)
    const wanted = node.outputs.filter(
      ({ name, valid }) => !valid && names.includes(name),
    )
    if (wanted.length === 0) continue
    const found = wanted.map(({ path }) => mayFetch(node, path))
    if (found.every((one) => one === true)) {
      for (const { path } of wanted) fetch(path as string)
    } else if (found.includes(false)) {
      built.add(node)
      todo.push(...node.inputs.toReversed())
    }
  }
  // What is built is also there for whoever refers to it.
  for (const { outputs } of built)
    for (const { path = "" } of outputs) fetched.delete(path)
  return {
    built: [...built],
    fetched: [...fetched.values()],
    unasked: [...unasked],
  }

  function mayFetch({ glue }: GraphNode, path: string | undefined) {
    if (path === undefined || (glue && !settings.always)) return false
    return isAvailable(path)
  }

  /** Undefined while a cache must be asked first. */
  function isAvailable(path: string): boolean | undefined {
    if (!lacking.has(path)) return true
    if (available.has(path)) return available.get(path)
    // Who refers to itself, or in a circle, waits for nobody.
    available.set(path, true)
    const offer = offerOf(path)
    if (offer === undefined) unasked.add(path)
    const answer =
      offer === undefined
        ? undefined
        : offer === "none"
          ? false
          : all(offer.info.references.map(isAvailable))
    available.set(path, answer)
    return answer
  }

  function fetch(path: string): void {
    if (!lacking.has(path) || fetched.has(path)) return
    const offer = offerOf(path)
    if (offer === undefined || offer === "none") return
    fetched.set(path, offer)
    for (const reference of offer.info.references) fetch(reference)
  }
}

function all(states: readonly (boolean | undefined)[]): boolean | undefined {
  if (states.includes(false)) return false
  return states.includes(undefined) ? undefined : true
}
