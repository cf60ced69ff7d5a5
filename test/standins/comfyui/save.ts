import { mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { basename, dirname, join, resolve } from "node:path"
import type { Work } from "./node.ts"
import { encodePng, type Picture } from "./png.ts"
import { dumps, type Json, PythonError } from "./python.ts"

type Where = {
  readonly folder: string
  readonly type: "output" | "temp"
  readonly prefix: string
  readonly level: number
}

/**
 * Writes pictures as `<prefix>_<counter>_.png` with the graph in their text
 * chunks. Returns the `ui` of SaveImage and PreviewImage.
 * Errors: Exception outside the folder, NotADirectoryError, PermissionError…
 */
export function savePictures(
  pictures: readonly Picture[],
  where: Where,
  work: Work,
): Json {
  const subfolder = dirname(where.prefix) === "." ? "" : dirname(where.prefix)
  const folder = resolve(where.folder, subfolder)
  refuseOutside(folder, where.folder)
  try {
    mkdirSync(folder, { recursive: true })
    const name = basename(where.prefix)
    const first = nextCounter(folder, name)
    const images = pictures.map((picture, at) => {
      const counter = String(first + at).padStart(5, "0")
      const filename = `${name}_${counter}_.png`
      writeFileSync(
        join(folder, filename),
        encodePng(picture, texts(work), where.level),
      )
      return { filename, subfolder, type: where.type }
    })
    return { images }
  } catch (thrown) {
    throw systemError(thrown)
  }
}

function texts(work: Work): [string, string][] {
  if (!work.metadata) return []
  const extra = work.extraData
  const found: [string, string][] = [["prompt", dumps(work.graph)]]
  if (extra === null || typeof extra !== "object") return found
  const info = (extra as { [key: string]: Json }).extra_pnginfo ?? {}
  for (const [key, value] of Object.entries(info as object)) {
    found.push([key, dumps(value)])
  }
  return found
}

function refuseOutside(folder: string, root: string): void {
  if (folder === root || folder.startsWith(`${root}/`)) return
  const there = folder.split("/")
  const here = root.split("/")
  const split = here.findIndex((part, at) => part !== there[at])
  const common = here.slice(0, split === -1 ? here.length : split).join("/")
  throw new PythonError(
    "Exception",
    "**** ERROR: Saving image outside the output folder is not allowed.\n" +
      ` full_output_folder: ${folder}\n         output_dir: ${root}\n` +
      `         commonpath: ${common === "" ? "/" : common}`,
  )
}

function nextCounter(folder: string, prefix: string): number {
  const counters = readdirSync(folder).flatMap((name) => {
    if (!name.startsWith(`${prefix}_`)) return []
    const digits = name.slice(prefix.length + 1).split("_")[0] ?? ""
    return /^\d+$/.test(digits) ? [Number(digits)] : []
  })
  return Math.max(0, ...counters) + 1
}

/** Node's system error with Python's class and words. */
function systemError(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !("code" in thrown)) return thrown
  const { errno, path } = thrown as NodeJS.ErrnoException
  const known: Record<string, [string, string]> = {
    EACCES: ["PermissionError", "Permission denied"],
    EEXIST: ["NotADirectoryError", "Not a directory"],
    ENOSPC: ["OSError", "No space left on device"],
    ENOTDIR: ["NotADirectoryError", "Not a directory"],
    EROFS: ["OSError", "Read-only file system"],
  }
  const found = known[String(thrown.code)]
  if (found === undefined) return thrown
  const number = thrown.code === "EEXIST" ? 20 : Math.abs(errno ?? 0)
  const at = path === undefined ? "" : `: '${path}'`
  return new PythonError(found[0], `[Errno ${number}] ${found[1]}${at}`)
}
