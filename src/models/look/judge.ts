import type { Kind } from "./kind.ts"
import { sizeByHeader } from "./safetensors.ts"

/** A file that may become a model, by what it is and not by its name. */
export type Judged =
  | { readonly unfit: string }
  | {
      /** The extension that makes ComfyUI load it as what it is. */
      readonly format: string
      /** How it was pickled; undefined for what runs no code. */
      readonly pickle: string | undefined
    }

/** Extensions of files that ComfyUI unpickles (folder_paths.py). */
const pickled = ["bin", "ckpt", "pkl", "pt", "pt2", "pth"]

/** What ComfyUI and its usual nodes read besides. */
const others = ["gguf", "json", "onnx", "safetensors", "sft", "yaml"]

/**
 * Whether a file is a sound model. In: its kind, its size where that is known,
 * and the extension of its name, lower-case.
 */
export function judge(
  kind: Kind,
  file: { readonly extension: string; readonly size: number | undefined },
): Judged {
  const { extension, size } = file
  if (size === 0) return { unfit: "it is empty" }
  switch (kind.is) {
    case "archive":
      return { unfit: `it is ${kind.how} archive, which must be unpacked` }
    case "page":
      return { unfit: `the site sent ${kind.how}: ${oneLine(kind.begin)}` }
    case "gguf":
      return { format: "gguf", pickle: undefined }
    case "pickle": {
      // By any other extension ComfyUI wouldn't list it, or take it for safe.
      if (pickled.includes(extension)) {
        return { format: extension, pickle: kind.how }
      }
      return {
        unfit: `it ends in .${extension}, but is a pickle (${kind.how})`,
      }
    }
    case "safetensors": {
      const { problem } = kind.tensors
      if (problem !== undefined) return { unfit: problem }
      const wanted = sizeByHeader(kind.tensors)
      if (size !== undefined && size !== wanted) {
        const how = size < wanted ? "it was cut" : "it has too many bytes"
        return { unfit: `${how}: ${size} bytes, by its header ${wanted}` }
      }
      const format = extension === "sft" ? extension : "safetensors"
      return { format, pickle: undefined }
    }
    case "safetensors-begun":
      return { unfit: `it was cut within its header of ${kind.needs} bytes` }
    case "unknown":
      if (extension === "onnx") return { format: extension, pickle: undefined }
      return {
        unfit: [...pickled, ...others].includes(extension)
          ? `it ends in .${extension}, but is ${kind.how}`
          : `it is ${kind.how}`,
      }
    default:
      return kind satisfies never
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim()
}
