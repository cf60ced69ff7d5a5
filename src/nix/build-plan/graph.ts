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
    /** Runs in the build only: what is built doesn't refer to it. */
    readonly tool: boolean
  }[]
  /** Inputs that are in the store and no tools; which of them are downloads. */
  readonly present: readonly {
    readonly path: string
    readonly fixed: boolean
  }[]
}

/**
 * Reads the fact `graph` of survey.sh: derivations with an output that the
 * store lacks. Output: those that building one of them takes, itself first;
 * empty where it is there. Errors: `TypeError` for other text.
 */
export function parseGraph(text: string, drv: string): readonly GraphNode[] {
  const all = nodesOf(text)
  const found = new Set(all.filter((node) => node.drv === drv))
  // What is added meanwhile is gone through, too.
  for (const { inputs } of found) for (const { node } of inputs) found.add(node)
  return [...found]
}

function nodesOf(text: string): readonly GraphNode[] {
  const lines = text.split("\n").filter((line) => line !== "")
  const nodes: Mutable[] = []
  for (const line of lines) {
    const [first = "", ...words] = line.split(" ")
    const last = nodes.at(-1)
    if (first.startsWith("/")) nodes.push(nodeOf(first, words))
    else if (last === undefined) throw new TypeError(`no derivation: ${line}`)
    else if (first === ">") last.outputs.push(outputOf(words))
    else if (first === "<") last.wants.push(wantOf(words))
    else if (first === "=" || first === "~")
      last.present.push({ fixed: first === "~", path: words[0] ?? "" })
    else throw new TypeError(`a line of no graph: ${line}`)
  }
  for (const node of nodes) {
    for (const { at, names, tool } of node.wants) {
      const input = nodes[at]
      if (input === undefined) throw new TypeError(`no derivation ${at}`)
      node.inputs.push({ names, node: input, tool })
    }
  }
  return nodes
}

type Mutable = GraphNode & {
  readonly inputs: GraphNode["inputs"][number][]
  readonly outputs: GraphOutput[]
  readonly present: GraphNode["present"][number][]
  readonly wants: ReturnType<typeof wantOf>[]
}

function nodeOf(drv: string, [flags = "", system = ""]: string[]): Mutable {
  return {
    drv,
    fixed: flags.includes("f"),
    glue: flags.includes("g"),
    inputs: [],
    outputs: [],
    prefersLocal: flags.includes("l"),
    present: [],
    system,
    wants: [],
  }
}

function outputOf([name = "", state, path = ""]: string[]): GraphOutput {
  return { name, path: path || undefined, valid: state === "v" }
}

function wantOf([at = "", names = "", tool]: string[]) {
  return { at: Number(at), names: names.split(","), tool: tool === "t" }
}
