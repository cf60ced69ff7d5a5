import { fail } from "../errors/fail.ts"
import { findCivitaiModel, findCivitaiVersion } from "./civitai/find.ts"
import type { Found } from "./found.ts"
import { findHuggingFaceFile, findInRepository } from "./hugging-face/find.ts"
import { part } from "./hugging-face/files.ts"
import { readReference } from "./read-reference.ts"
import type { Search } from "./search.ts"

/**
 * Looks up what an address is the model of. Errors: `modelSource`,
 * `modelMissing`, `modelLogin`, `modelGated`, `modelSite`, `modelRateLimit`.
 */
export async function findModel(
  written: string,
  search: Search,
): Promise<Found> {
  const found = await lookUp(written, search)
  if (!part.test(found.fileName)) return found
  const why = "it is one part of a model that was cut, which ComfyUI can't load"
  throw fail("modelSource", { tries: [], url: search.shown, why })
}

function lookUp(written: string, search: Search): Promise<Found> | Found {
  const reference = readReference(written, search.sites)
  switch (reference.is) {
    case "civitai-model":
      return findCivitaiModel(reference, search)
    case "civitai-version":
      return findCivitaiVersion(reference, search)
    case "hugging-face-file":
      return findHuggingFaceFile(reference, search)
    case "hugging-face-repository":
      return findInRepository(reference, search)
    case "file":
      return plain(reference.url)
    case "unfit": {
      const { why } = reference
      throw fail("modelSource", { tries: [], url: search.shown, why })
    }
    default:
      return reference satisfies never
  }
}

/** A file that only its own server knows. */
function plain(url: string): Found {
  return {
    baseModel: undefined,
    fileName: nameIn(url),
    folder: undefined,
    gate: undefined,
    licence: undefined,
    page: undefined,
    sha256: undefined,
    site: undefined,
    size: undefined,
    title: undefined,
    trainedWords: [],
    url,
    warning: undefined,
  }
}

function nameIn(url: string): string {
  const last = new URL(url).pathname.split("/").findLast((one) => one !== "")
  try {
    return decodeURIComponent(last ?? "")
  } catch {
    return last ?? ""
  }
}
