import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import type { Problem } from "./problem.ts"

/** Bytes; no inventory written by people comes near. */
const largest = 1_000_000

export type Text =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly problem: Problem }

/**
 * Every `hosts/*.yaml` as text, sorted by name; dot files are editors'. It
 * reads at once and in turn: for a thousand small files that is three times
 * as fast as the thread pool.
 */
export function readInventory(root: string): Text[] {
  return readdirSync(join(root, "hosts"))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith("."))
    .sort()
    .map((name) => readOne(root, name))
}

function readOne(root: string, name: string): Text {
  const file = `hosts/${name}`
  const refuse = (message: string): Text => ({
    file,
    problem: { column: 1, file, line: 1, message, path: "" },
  })
  if (name.endsWith(".yml")) return refuse("expected the ending .yaml")
  try {
    const found = statSync(join(root, file))
    if (!found.isFile()) return refuse("expected a file")
    const { size } = found
    if (size > largest)
      return refuse(`expected at most 1 MB; found ${megabytes(size)} MB`)
    const bytes = readFileSync(join(root, file))
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
