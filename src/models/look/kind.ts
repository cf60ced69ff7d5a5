/** A tensor, as a header of safetensors tells of it. */
export type Tensor = {
  /** Its first byte and the one after its last, behind the header. */
  readonly data_offsets: readonly [begin: number, end: number]
  readonly dtype: string
  readonly shape: readonly number[]
}

/** A safetensors file's header. */
export type Tensors = {
  /** What its maker wrote into it. */
  readonly metadata: Readonly<Record<string, string>>
  readonly named: ReadonlyMap<string, Tensor>
  /** Bytes before the tensors. */
  readonly begin: number
  /** Why the header is wrong in itself; undefined when it is sound. */
  readonly problem: string | undefined
}

/** What a file is by its first bytes. */
export type Kind =
  | { readonly is: "archive"; readonly how: string }
  | { readonly is: "gguf"; readonly architecture: string | undefined }
  /** What a site sends instead of a file. */
  | { readonly is: "page"; readonly how: string; readonly begin: string }
  /** It runs code of its maker when it is loaded. */
  | { readonly is: "pickle"; readonly how: string }
  | { readonly is: "safetensors"; readonly tensors: Tensors }
  | { readonly is: "safetensors-begun"; readonly needs: number }
  | { readonly is: "unknown"; readonly how: string }
