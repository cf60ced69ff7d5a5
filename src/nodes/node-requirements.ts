import { z } from "zod"
import { fail } from "../errors/fail.ts"
import { jsonOf } from "../host/fitting.ts"
import type { GatheredNode } from "../host/nodes/nodes.ts"
import { decodeText, visible } from "./decode-text.ts"
import type { NodeFacts } from "./facts.ts"
import {
  type Requirement,
  readRequirements,
  type Unfit,
} from "./requirements.ts"

/** What a node requires, and what of it isn't heeded. */
export type NodeRequirements = {
  readonly ignored: readonly string[]
  readonly requirements: readonly Requirement[]
}

const dependencies = z.array(z.string())

/**
 * What each node of a host requires: by its requirements.txt, or where there
 * is none by its pyproject.toml. Errors: `nodesUnfit`, with all that is.
 */
export function nodeRequirements(
  host: string,
  { nodes }: Pick<NodeFacts, "nodes">,
  gathered: (index: number) => GatheredNode,
): NodeRequirements[] {
  const because: string[] = []
  const found = nodes.map(({ name }, index) => {
    const { unfit, ...rest } = read(gathered(index))
    because.push(...unfit.map((one) => `${name}: ${sayUnfit(one)}`))
    return rest
  })
  if (because.length > 0) throw fail("nodesUnfit", { host }, { because, host })
  return found
}

function read(node: GatheredNode) {
  const { files, project } = node
  if (project === undefined && node.projectError === undefined)
    return readRequirements(
      new Map([...files].map(([path, bytes]) => [path, decodeText(bytes)])),
    )
  const file = "pyproject.toml"
  const listed = dependencies.safeParse(jsonOf(project ?? "null"))
  if (listed.success)
    return readRequirements(new Map([[file, listed.data.join("\n")]]), file)
  const because = node.projectError ?? "project.dependencies is not a list"
  const unfit: Unfit[] = [{ because, file, line: "" }]
  return { ignored: [], requirements: [], unfit }
}

function sayUnfit({ because, file, line }: Unfit): string {
  const what = line === "" ? file : `${file} says ${visible(line)}`
  return `${what}; ${because}`
}
