import type { SiteName } from "./site.ts"

/** A model file, as its site tells of it. */
export type Found = {
  readonly site: SiteName | undefined
  /** The file itself, pinned, without secrets: what the inventory gets. */
  readonly url: string
  /** For people. */
  readonly page: string | undefined
  /** As published, with its extension. */
  readonly fileName: string
  /** What it is called there; more telling than `model.safetensors`. */
  readonly title: string | undefined
  /** Hex; undefined where only its bytes tell. */
  readonly sha256: string | undefined
  readonly size: number | undefined
  /** By what the site calls it. */
  readonly folder: string | undefined
  readonly baseModel: string | undefined
  readonly licence: string | undefined
  /** Words that make the model do what it was trained for. */
  readonly trainedWords: readonly string[]
  /** What the site's own scan found against it. */
  readonly warning: string | undefined
  /** Why the site may refuse it to an account; undefined: to none. */
  readonly gate: string | undefined
}
