/** One thing that Nix complained about, in either dialect. */
export type Problem = {
  readonly kind: ProblemKind
  readonly severity: "error" | "warning"
  /** The sentence that says it, without escapes. */
  readonly text: string
  /** Everything that Nix said about it, the trace too. */
  readonly block: string
  readonly drv?: string | undefined
  readonly path?: string | undefined
  /** The store URI of a builder or target. */
  readonly machine?: string | undefined
  /** A cache's or input's URL. */
  readonly url?: string | undefined
  /** The last lines of the build log. */
  readonly log: readonly string[]
  readonly specified?: string | undefined
  readonly got?: string | undefined
  /** System features, or the one system, that are needed. */
  readonly needs?: string | undefined
  /** The setting that an untrusted user may not set. */
  readonly setting?: string | undefined
}

export type ProblemKind =
  | "bad-builders"
  | "build-failed"
  | "builder-unreachable"
  | "cache-miss"
  | "cache-unreachable"
  | "corrupt-download"
  | "daemon-down"
  | "dependency-failed"
  | "disk-full"
  | "endless"
  | "evaluation"
  | "hash-mismatch"
  | "host-key"
  | "input-changed"
  | "input-unavailable"
  | "interrupted"
  | "killed"
  | "lock-outdated"
  | "login-refused"
  | "missing-feature"
  | "no-jobs"
  | "no-machine"
  | "no-nix"
  | "no-output"
  | "not-a-cache"
  | "not-provided"
  | "path-nowhere"
  | "references-missing"
  | "store-unreachable"
  | "timeout"
  | "unknown"
  | "unsigned"
  | "untrusted"
  | "usage"
  | "wrong-system"
