import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import type { Problem } from "./problem.ts"

/** Bytes; no inventory written by people comes near. */
const largest = 1_000_000

export type Text =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly problem: Problem }

/** Every `hosts/*.yaml` as text, sorted by name; dot files are editors'. */
export async function readInventory(root: string): Promise<Text[]> {
  const names = (await readdir(join(root, "hosts"))).sort()
  const wanted = names.filter(
    (name) => /\.ya?ml$/.test(name) && !name.startsWith("."),
  )
  const { default: pMap } = await import("p-map")
  return pMap(wanted, (name) => readOne(root, name), { concurrency: 64 })
}

async function readOne(root: string, name: string): Promise<Text> {
  const file = `hosts/${name}`
  const refuse = (message: string): Text => ({
    file,
    problem: { column: 1, file, line: 1, message, path: "" },
  })
  if (name.endsWith(".yml")) return refuse("expected the ending .yaml")
  try {
    const found = await stat(join(root, file))
    if (!found.isFile()) return refuse("expected a file")
    const { size } = found
    if (size > largest)
      return refuse(`expected at most 1 MB; found ${megabytes(size)} MB`)
    const bytes = await readFile(join(root, file))
    return { file, text: new TextDecoder("utf-8", strict).decode(bytes) }
  } catch (error) {
    if (error instanceof TypeError) return refuse("expected UTF-8 text")
    return refuse(`can't be read: ${(error as Error).message}`)
  }
}

const strict = { fatal: true }

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}
