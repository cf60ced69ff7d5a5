import { fail } from "../errors/fail.ts"
import type { Resolved } from "../host/nodes/nodes.ts"
import { unresolved } from "../nodes/say-unresolved.ts"
import { lastLines } from "../remote/strip.ts"

type Where = {
  readonly host: string
  readonly index: string
  /** Names, in the order in which they were asked for. */
  readonly nodes: readonly string[]
  readonly packages: Readonly<Record<string, string>>
}

/**
 * What the resolver found. Errors: `indexUnreachable`, `nodesConflict`,
 * `nodesNoWheel`, each with the node, what it wants and what the host has.
 */
export function requireResolved(
  answer: Resolved,
  { host, index, nodes, packages }: Where,
): Extract<Resolved, { lock: string }> {
  if ("lock" in answer) return answer
  const failing = answer.blamed.map(({ line, node, said }) => ({
    line,
    node: nodes[node] ?? String(node),
    said,
  }))
  const said = unresolved(answer.stderr, failing, packages)
  const { because, kind } = said
  const evidence = lastLines(answer.stderr)
  const at = { because, evidence, host }
  switch (kind) {
    case "conflict":
      throw fail("nodesConflict", { host }, at)
    case "no-wheel":
      throw fail("nodesNoWheel", { host }, at)
    case "unreachable":
      throw fail("indexUnreachable", { host, index }, at)
  }
}
