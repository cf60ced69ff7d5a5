/** One output of a derivation. */
export type GraphOutput = {
  readonly name: string
  /** Undefined where it isn't known before it is built. */
  readonly path: string | undefined
  /** Whether it is in the store of the machine that builds. */
  readonly valid: boolean
}

/** What a build takes of one derivation. */
export type GraphNode = {
  readonly drv: string
  /** Whether no cache is asked for it, unless Nix is told to always. */
  readonly glue: boolean
  readonly prefersLocal: boolean
  /** A download whose hash is known. */
  readonly fixed: boolean
  readonly system: string
  readonly outputs: readonly GraphOutput[]
  readonly inputs: readonly {
    readonly node: GraphNode
    readonly names: readonly string[]
  }[]
}

/**
 * Reads the fact `graph` of survey.sh: derivations with an output that the
 * store lacks, the first of which is what is to be built. Errors: `TypeError`
 * for other text.
 */
export function parseGraph(text: string): readonly GraphNode[] {
  const lines = text.split("\n").filter((line) => line !== "")
  const nodes: Mutable[] = []
  for (const line of lines) {
    const [first = "", ...words] = line.split(" ")
    const last = nodes.at(-1)
    if (first.startsWith("/")) nodes.push(nodeOf(first, words))
    else if (last === undefined) throw new TypeError(`no derivation: ${line}`)
    else if (first === ">") last.outputs.push(outputOf(words))
    else if (first === "<") last.wants.push(wantOf(words))
    else throw new TypeError(`a line of no graph: ${line}`)
  }
  for (const node of nodes) {
    for (const { at, names } of node.wants) {
      const input = nodes[at]
      if (input === undefined) throw new TypeError(`no derivation ${at}`)
      node.inputs.push({ names, node: input })
    }
  }
  return nodes
}

type Mutable = GraphNode & {
  readonly inputs: GraphNode["inputs"][number][]
  readonly outputs: GraphOutput[]
  readonly wants: { readonly at: number; readonly names: readonly string[] }[]
}

function nodeOf(drv: string, [flags = "", system = ""]: string[]): Mutable {
  return {
    drv,
    fixed: flags.includes("f"),
    glue: flags.includes("g"),
    inputs: [],
    outputs: [],
    prefersLocal: flags.includes("l"),
    system,
    wants: [],
  }
}

function outputOf([name = "", state, path = ""]: string[]): GraphOutput {
  return { name, path: path || undefined, valid: state === "v" }
}

function wantOf([at = "", names = ""]: string[]) {
  return { at: Number(at), names: names.split(",") }
}
