import { parseNix } from "../../nix/language/parse.ts"
import type { Expression } from "../../nix/language/expression.ts"
import { type Impurities, impuritiesOf } from "./impurities.ts"

/** A file's code as a tree, and what it asks of the evaluating machine. */
export type ReadCode = {
  readonly tree: Expression | undefined
  readonly impurities: Impurities
}

/**
 * Reads a file. What its constructs are is decided by what Nix's own parser
 * made of it, where that is known; the text tells the lines.
 */
export function readCode(code: string, ast: string | undefined): ReadCode {
  const own = parseNix(code)
  const theirs = ast === undefined ? undefined : parseNix(ast)
  const tree = own ?? theirs
  if (tree === undefined)
    return { impurities: { findings: [], reads: [] }, tree }
  const said = impuritiesOf(tree)
  if (theirs === undefined || own === undefined)
    return { impurities: said, tree }
  const seen = impuritiesOf(theirs).findings
  const kinds = new Set(seen.map(({ what }) => what))
  const ours = new Set(said.findings.map(({ what }) => what))
  const findings = [
    // Nix has put the home in its place by then.
    ...said.findings.filter(
      ({ what }) => what.startsWith("~") || kinds.has(what),
    ),
    ...seen.filter(({ what }) => !ours.has(what)),
  ]
  return { impurities: { ...said, findings }, tree }
}
