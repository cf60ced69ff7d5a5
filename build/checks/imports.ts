import { dirname, join, normalize } from "node:path"
import { parseAstAsync } from "rolldown/parseAst"
import { linesOf, sources } from "./sources.ts"

/** One import of a file in `src/`. */
export type Import = {
  readonly from: string
  /** A path below the root, a package, or `node:…`. */
  readonly to: string
  readonly kind: "file" | "package"
}

/** Every import of `src/`: static, dynamic, and of types. */
export async function importsOfSource(): Promise<readonly Import[]> {
  const files = await sources(".ts")
  const ours = files.filter((file) => file.startsWith("src/"))
  return (await Promise.all(ours.map(importsOf))).flat()
}

async function importsOf(from: string): Promise<readonly Import[]> {
  const code = (await linesOf(from)).join("\n")
  const tree = await parseAstAsync(code, { lang: "ts" })
  const names: string[] = []
  collect(tree, names)
  return names.map((name) =>
    name.startsWith(".")
      ? { from, kind: "file", to: normalize(join(dirname(from), name)) }
      : { from, kind: "package", to: packageOf(name) },
  )
}

/** Takes the sources of import and export nodes, however deep. */
function collect(node: unknown, names: string[]): void {
  if (typeof node !== "object" || node === null) return
  if ("source" in node && isText(node.source)) names.push(node.source.value)
  for (const child of Object.values(node)) collect(child, names)
}

function isText(node: unknown): node is { value: string } {
  if (typeof node !== "object" || node === null) return false
  return "value" in node && typeof node.value === "string"
}

/** `@oclif/core/command` is of the package `@oclif/core`. */
function packageOf(name: string): string {
  if (name.startsWith("node:")) return name
  return name
    .split("/")
    .slice(0, name.startsWith("@") ? 2 : 1)
    .join("/")
}
