import { readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import type { Problem } from "./problem.ts"

/** Bytes; no inventory written by people comes near. */
const largest = 1_000_000

export type Text =
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly problem: Problem }

/**
 * Which hosts' files to read, of all hosts' names; undefined: all of them.
 * What all hosts share is always read.
 */
export type About = (
  names: readonly string[],
) => ReadonlySet<string> | undefined

/**
 * Every `hosts/*.yaml` as text, or those that are asked for, sorted by name;
 * dot files are editors'. It reads at once and in turn: for a thousand small
 * files that is three times as fast as the thread pool.
 */
export function readInventory(
  root: string,
  about: About = () => undefined,
): Text[] {
  const files = readdirSync(join(root, "hosts"))
    .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith("."))
    .sort()
  const wanted = about(files.map(hostOf).filter((name) => name !== "fleet"))
  return files
    .filter(
      (name) =>
        wanted === undefined ||
        wanted.has(hostOf(name)) ||
        hostOf(name) === "fleet",
    )
    .map((name) => {
      const file = `hosts/${name}`
      return name.endsWith(".yml")
        ? refuse(file, "expected the ending .yaml")
        : readText(root, file)
    })
}

function hostOf(file: string): string {
  return file.replace(/\.ya?ml$/, "")
}

/** One file of a fleet as text, or why it can't be taken. */
export function readText(root: string, file: string): Text {
  try {
    const found = statSync(join(root, file))
    if (!found.isFile()) return refuse(file, "expected a file")
    const { size } = found
    if (size > largest)
      return refuse(file, `expected at most 1 MB; found ${megabytes(size)} MB`)
    const bytes = readFileSync(join(root, file))
    return { file, text: new TextDecoder("utf-8", strict).decode(bytes) }
  } catch (error) {
    if (error instanceof TypeError) return refuse(file, "expected UTF-8 text")
    return refuse(file, `can't be read: ${(error as Error).message}`)
  }
}

function refuse(file: string, message: string): Text {
  return { file, problem: { column: 1, file, line: 1, message, path: "" } }
}

const strict = { fatal: true }

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1)
}
