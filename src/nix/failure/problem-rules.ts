import type { ProblemKind } from "./problem.ts"

/** What a text means; groups name what is read out of it. */
export type Rule = {
  readonly kind: ProblemKind
  readonly pattern: RegExp
}

const drv = String.raw`'(?<drv>[^'^]+?\.drv)(?:\^[^']*)?'`
const features =
  String.raw`(?:Required features: |with features )` +
  String.raw`(?<needs>\{[^}]*\})`

/**
 * The first that matches counts. Each was recorded with 2.26.3 and 2.34.8 (or
 * is the same text in both); a builder's answer comes in its own dialect, so
 * every rule is tried on every text (research/nix.md §5).
 */
export const rules: readonly Rule[] = [
  rule("disk-full", /No space left on device|database or disk is full/),
  rule("disk-full", /caused by lack of free disk space/),
  // In our own words: src/host/nix/bounded.sh.
  rule(
    "endless",
    /archive of '(?<path>[^']+)' from '(?<url>[^']+)' has no end/,
  ),
  rule("interrupted", /interrupted by the user/),
  rule("untrusted", /ignoring untrusted substituter '(?<url>[^']+)'/),
  rule(
    "untrusted",
    /ignoring the client-specified setting '(?<setting>[^']+)'/,
  ),
  rule("untrusted", /'(?<setting>[\w-]+)', because it is a restricted setting/),
  rule(
    "hash-mismatch",
    String.raw`hash mismatch in fixed-output derivation ${drv}:` +
      String.raw`\s+specified:\s+(?<specified>\S+)\s+got:\s+(?<got>\S+)`,
  ),
  rule(
    "corrupt-download",
    String.raw`hash mismatch importing path '(?<path>[^']+)';` +
      String.raw`\s+specified:\s+(?<specified>\S+)\s+got:\s+(?<got>\S+)`,
  ),
  rule("corrupt-download", /Failed to open archive/),
  rule(
    "corrupt-download",
    /file '(?<path>[^']+)' does not exist in binary cache '(?<url>[^']+)'/,
  ),
  rule(
    "unsigned",
    /ignoring substitute for '(?<path>[^']+)' from '(?<url>[^']+)'/,
  ),
  rule("unsigned", /cannot add path '(?<path>[^']+)' because it lacks a sig/),
  rule("not-a-cache", /'(?<url>[^']+)' does not appear to be a binary cache/),
  rule(
    "input-unavailable",
    /while fetching the input '(?<url>[^']+)'[^]*(?:unable to|does not exist)/,
  ),
  rule("cache-unreachable", /unable to download '(?<url>[^']+)'/),
  rule(
    "input-changed",
    /(?:field 'narHash' of|NAR hash mismatch in) input '(?<url>.*)'/,
  ),
  rule("lock-outdated", /flake '(?<url>[^']+)' requires lock file changes/),
  rule(
    "input-unavailable",
    /cannot find flake '(?<url>[^']+)' in the flake reg/,
  ),
  rule(
    "input-unavailable",
    /Path '(?<path>[^']+)' in the repo.* is not tracked/,
  ),
  rule("input-unavailable", /path '(?<path>\/[^']+)' does not exist/),
  rule("input-unavailable", /getting status of "?(?<path>[^"]+)"?: No such/),
  rule("not-provided", /flake '(?<url>[^']+)' does not provide attribute/),
  rule(
    "no-nix",
    /nix-daemon: (?:command )?not found|Unknown command: nix-daem/,
  ),
  rule("no-nix", /remote store '(?<machine>[^']*)': error: Nix daemon disconn/),
  rule("daemon-down", /cannot connect to socket at '(?<path>[^']+)'/),
  rule("builder-unreachable", /cannot build on '(?<machine>[^']+)'/),
  rule("host-key", /Host key verification failed/),
  rule("login-refused", /Permission denied \(/),
  rule(
    "store-unreachable",
    /failed to start SSH connection to '(?<machine>.+)'/,
  ),
  rule("store-unreachable", /^ssh: (?:connect to host|Could not resolve)/),
  rule("bad-builders", /bad machine specification/),
  rule("bad-builders", /response from the build hook/),
  rule(
    "dependency-failed",
    String.raw`\d+ dependenc(?:y|ies) of derivation ${drv} failed to build`,
  ),
  rule(
    "dependency-failed",
    String.raw`Cannot build ${drv}\.\s+Reason: \d+ dependenc(?:y|ies) failed`,
  ),
  rule(
    "wrong-system",
    String.raw`a '(?<needs>[^']+)' with features \{\} is r[^]*?${drv}`,
  ),
  rule("missing-feature", String.raw`${features} is required to build ${drv}`),
  rule(
    "wrong-system",
    String.raw`${drv}[^]*Reason: platform mismatch\s+` +
      String.raw`Required system: '(?<needs>[^']+)'`,
  ),
  rule(
    "missing-feature",
    String.raw`${drv}[^]*Reason: missing system features\s+${features}`,
  ),
  rule("no-machine", /Failed to find a machine for remote build/),
  rule("no-jobs", String.raw`${drv}[^]*Reason: local builds are disabled`),
  rule("no-jobs", /Unable to start any build/),
  rule("timeout", String.raw`building of ${drv} from .* timed out after`),
  rule("timeout", /timed out after \d+ seconds/),
  rule("no-output", String.raw`for ${drv} failed to produce output path`),
  rule("killed", String.raw`${drv}[^]*failed due to signal`),
  rule("build-failed", String.raw`builder for ${drv} failed with exit code`),
  rule("build-failed", String.raw`Cannot build ${drv}`),
  rule("build-failed", String.raw`build of ${drv} on '[^']+' failed`),
  rule(
    "path-nowhere",
    /path '(?<path>[^']+)' is required, but there is no sub/,
  ),
  rule(
    "references-missing",
    /some references of path '(?<path>[^']+)' could not/,
  ),
  rule("cache-miss", /don't know how to build these paths/),
  rule("usage", /unrecognised flag|unknown setting|is not a recognised comm/),
  rule("evaluation", /syntax error|undefined variable|infinite recursion/),
  rule("evaluation", /attribute '.*' missing|stack overflow|Failed assertions/),
  rule("evaluation", /The option [`'].*'|A definition for option/),
  rule("evaluation", /refusing to evaluate/),
  rule("evaluation", /^\s+… (?:while|in the|from)|^\s+at [^\n]*:\d+:\d+:$/m),
  rule("evaluation", /assertion '.*' failed|cannot coerce|is not a function/),
]

function rule(kind: ProblemKind, pattern: RegExp | string): Rule {
  return { kind, pattern: new RegExp(pattern) }
}
