import { type Graph, wireOf } from "../../apps/comfyui/graph.ts"
import type { ExactJson } from "../../exact-json.ts"

/** Nodes that write pictures, and make no difference to them. */
export const pictureWriters = ["PreviewImage", "SaveImage"]

/**
 * Whether two nodes make the same picture: the same classes with the same
 * values, wired the same way. What nodes are called says nothing, and neither
 * does what hangs on no wire to the picture, or where the picture is written.
 */
export function sameGraph(
  one: Graph,
  oneOutput: string,
  other: Graph,
  otherOutput: string,
): boolean {
  const seen = new Map<string, boolean>()
  const pictures = [one[oneOutput], other[otherOutput]]
  if (pictures.some((node) => !pictureWriters.includes(node?.class_type ?? "")))
    return false
  const [mine, theirs] = pictures.map((node) => node?.inputs["images"])
  return same(mine, theirs)

  function sameNode(a: string, b: string): boolean {
    const pair = JSON.stringify([a, b])
    const known = seen.get(pair)
    if (known !== undefined) return known
    // Until it is known, so that a circle ends.
    seen.set(pair, true)
    const [first, second] = [one[a], other[b]]
    const result =
      first !== undefined &&
      second !== undefined &&
      first.class_type === second.class_type &&
      sameTable(first.inputs, second.inputs)
    seen.set(pair, result)
    return result
  }

  function sameTable(a: Table, b: Table): boolean {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
    )
  }

  function same(a: ExactJson | undefined, b: ExactJson | undefined): boolean {
    const [from, to] = [wireOf(a), wireOf(b)]
    if (from !== undefined && to !== undefined)
      return from[1] === to[1] && sameNode(from[0], to[0])
    if (isTable(a) && isTable(b))
      return Array.isArray(a) === Array.isArray(b) && sameTable(a, b)
    // A number is the same one as a bigint, and so are both zeros.
    return a === b || (isNumber(a) && isNumber(b) && String(a) === String(b))
  }
}

type Table = { readonly [key: string]: ExactJson }

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null
}

function isNumber(value: unknown): value is bigint | number {
  return typeof value === "bigint" || typeof value === "number"
}
