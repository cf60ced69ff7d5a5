import type { Document, Node, Pair } from "yaml"
import type { Path } from "./source.ts"

type Yaml = typeof import("yaml")

/** What is wrong with a node: at the node's own place. */
export type Finding = {
  readonly path: Path
  readonly message: string
  /** In UTF-16 units from the file's begin. */
  readonly offset: number
}

/**
 * What YAML allows and an inventory can't hold: duplicate keys, keys that are
 * maps, `__proto__`, NUL and half characters (Nix has neither), integers that
 * JavaScript rounds, and in services noncharacters: systemd takes a unit with
 * them for one that isn't UTF-8 (unichar_is_valid in src/basic/utf8.c).
 */
export function inspect(document: Document, yaml: Yaml): Finding[] {
  const findings: Finding[] = []
  walk(document.contents, [])
  return findings

  function walk(node: unknown, path: Path): void {
    if (yaml.isMap(node)) walkMap(node.items, path)
    else if (yaml.isSeq(node))
      for (const [index, item] of node.items.entries())
        walk(item, [...path, index])
    else if (yaml.isScalar(node)) judge(node.value, node, path)
  }

  function walkMap(pairs: readonly Pair[], path: Path): void {
    const seen = new Set<string>()
    for (const { key, value } of pairs) {
      if (!yaml.isScalar(key)) {
        report(key, path, "expected a key that is text")
        continue
      }
      const name = String(key.value)
      const below = [...path, name]
      if (seen.has(name)) report(key, below, "duplicate key")
      if (name === "__proto__") report(key, below, "this key is not allowed")
      seen.add(name)
      judge(key.value, key, below)
      walk(value, below)
    }
  }

  function judge(value: unknown, node: Node, path: Path): void {
    if (typeof value === "string") {
      if (value.includes("\0")) report(node, path, "text can't hold NUL")
      if (!value.isWellFormed())
        report(node, path, "text can't hold half a surrogate pair")
      const strange = /\p{Noncharacter_Code_Point}/u.exec(value)?.[0]
      if (strange !== undefined && path.includes("services"))
        report(node, path, `a unit can't hold ${codePoint(strange)}`)
    } else if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      report(
        node,
        path,
        "the number is too large to be exact; put it in quotes",
      )
    }
  }

  function report(node: unknown, path: Path, message: string): void {
    const offset = yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0
    findings.push({ message, offset, path })
  }
}

/** `U+FFFE`. */
function codePoint(character: string): string {
  const number = character.codePointAt(0) ?? 0
  return `U+${number.toString(16).toUpperCase().padStart(4, "0")}`
}
