import type { Sites } from "../../src/models/site.ts"
import {
  type Civitai,
  civitai,
  type CivitaiModel,
} from "../standins/model-sites/civitai.ts"
import {
  type HuggingFace,
  huggingFace,
  type HuggingFaceRepository,
} from "../standins/model-sites/hugging-face.ts"
import { modelStorage, type Storage } from "../standins/model-sites/storage.ts"

/** Both sites and their storage, as mirrors of the real ones. */
export type ModelSites = AsyncDisposable & {
  readonly civitai: Civitai
  readonly huggingFace: HuggingFace
  readonly mirrors: Sites
  readonly storage: Storage
}

export const token = "sesame-open-0123456789"

export async function modelSites(
  corpus: {
    readonly accepted?: boolean
    readonly models?: readonly CivitaiModel[]
    readonly repositories?: Readonly<Record<string, HuggingFaceRepository>>
  },
  address = "127.0.0.1",
): Promise<ModelSites> {
  const { accepted = true, models = [], repositories = {} } = corpus
  const storage = await modelStorage(address)
  const one = await civitai(address, storage, { models, token })
  const terms = { accepted, repositories, token }
  const other = await huggingFace(address, storage, terms)
  return {
    civitai: one,
    huggingFace: other,
    mirrors: {
      civitai: { mirror: one.url },
      huggingFace: { mirror: other.url },
    },
    storage,
    async [Symbol.asyncDispose]() {
      await one[Symbol.asyncDispose]()
      await other[Symbol.asyncDispose]()
      await storage[Symbol.asyncDispose]()
    },
  }
}
