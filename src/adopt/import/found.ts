/** A host as another tool has it. */
export type Found = {
  /** As it is named there. */
  readonly named: string
  readonly address: string
  /** Left out: ssh_config's, or 22. */
  readonly port?: number | undefined
  readonly tags: readonly string[]
  /** Left out: root. */
  readonly user?: string | undefined
  /** What a reader of the host's file must know, a line each. */
  readonly remarks: readonly string[]
}

/** What is there and can't be taken. */
export type Unfit = { readonly named: string; readonly why: string }

/** What one source has. */
export type Findings = {
  readonly found: readonly Found[]
  /** What was read, in words. */
  readonly origin: string
  readonly unfit: readonly Unfit[]
}
