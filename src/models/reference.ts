/** What somebody wrote to say which model is meant. */
export type Reference =
  | {
      readonly is: "civitai-model"
      readonly model: number
      /** The page's own choice; else the newest. */
      readonly version: number | undefined
    }
  | {
      readonly is: "civitai-version"
      readonly version: number
      /** What a download's query says of which of its files. */
      readonly wanted: Readonly<Record<string, string>>
    }
  | {
      readonly is: "hugging-face-file"
      /** With `datasets/` or `spaces/`, where it is one of those. */
      readonly repository: string
      readonly path: string
      readonly revision: string
    }
  | {
      readonly is: "hugging-face-repository"
      readonly repository: string
      readonly revision: string
      /** Where in it; empty: everywhere. */
      readonly folder: string
    }
  | { readonly is: "file"; readonly url: string }
  | Unfit

/** What leads to no model, and why. */
export type Unfit = { readonly is: "unfit"; readonly why: string }

export function unfit(why: string): Unfit {
  return { is: "unfit", why }
}
