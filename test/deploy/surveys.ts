import type { Survey } from "../../src/deploy/survey/survey.ts"
import type { GraphNode } from "../../src/nix/build-plan/graph.ts"
import { store } from "./facts.ts"

/** A derivation that is to be built, by its name. */
export function nodeOf(name: string, more: Partial<GraphNode> = {}): GraphNode {
  return {
    drv: `${store(name)}.drv`,
    fixed: false,
    glue: false,
    inputs: [],
    outputs: [{ name: "out", path: store(name), valid: false }],
    prefersLocal: false,
    present: [],
    system: "x86_64-linux",
    ...more,
  }
}

/** What a build takes that builds these, where there is no cache. */
export function surveyOf(...built: readonly string[]): Survey {
  const nodes = built.map((name) => nodeOf(name))
  return {
    built: nodes,
    builtIfTrusted: nodes,
    caches: [],
    fetched: [],
    runtime: { built: nodes, fetched: [], present: [] },
    site: {
      always: false,
      builds: true,
      caches: [],
      ignored: [],
      keys: [],
      ownBuilders: false,
      requireSigs: true,
      systems: [],
    },
  }
}
