import { closest, distance } from "fastest-levenshtein"
import type { Repository } from "./schema.ts"

/** Files that ComfyUI loads, as they are called. */
const models = /\.(?:safetensors|sft|ckpt|pt|pth|bin|gguf|onnx)$/i

/** A part of a model that was cut into several; ComfyUI joins none. */
export const part = /[-_.]\d{2,5}-of-\d{2,5}\./i

/**
 * The model files of a repository, or of a folder in it; where there are
 * safetensors, none of the pickles of the same name.
 */
export function modelFiles(
  { siblings }: Pick<Repository, "siblings">,
  folder: string,
): readonly string[] {
  const below = folder === "" ? "" : `${folder.replace(/\/+$/, "")}/`
  const files = siblings
    .map(({ rfilename }) => rfilename)
    .filter((path) => path.startsWith(below) && models.test(path))
    .filter((path) => !part.test(path))
    .toSorted()
  const safe = new Set(
    files.filter((path) => /\.(?:safetensors|sft)$/i.test(path)).map(bare),
  )
  return files.filter(
    (path) => /\.(?:safetensors|sft)$/i.test(path) || !safe.has(bare(path)),
  )
}

/** The file that somebody may have meant. */
export function nearestFile(
  { siblings }: Pick<Repository, "siblings">,
  path: string,
): string | undefined {
  const names = siblings.map(({ rfilename }) => rfilename)
  // One of the same name in another folder is nearer than any spelling.
  const name = path.split("/").at(-1)
  const moved = names.find((other) => other.split("/").at(-1) === name)
  if (moved !== undefined || names.length === 0) return moved
  const near = closest(path, names)
  return distance(path, near) <= path.length / 3 ? near : undefined
}

function bare(path: string): string {
  return path.replace(/\.[^./]+$/, "")
}
