import type { Finding } from "./finding.ts"

/** A host's own configuration, as it is to be copied. */
export type Configuration = {
  /** The file that all begins with, from the copied folder. */
  readonly entry: string
  /** By path from the copied folder. */
  readonly files: ReadonlyMap<string, CopiedFile>
  /** What must be changed before a flake takes it. */
  readonly findings: readonly Finding[]
  /** What is worth knowing, a sentence each. */
  readonly notes: readonly string[]
  readonly stateVersion: string | undefined
  /** The folder on the host. */
  readonly from: string
  /** Of root's channel nixos; undefined when there is none. */
  readonly channelRevision: string | undefined
}

export type CopiedFile = {
  readonly content: Uint8Array
  readonly executable: boolean
}
