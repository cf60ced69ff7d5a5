import { fail } from "../../errors/fail.ts"
import type { Circumstances, SdopsError } from "../../errors/sdops-error.ts"
import { readEvaluationError } from "./evaluation-error.ts"
import { inOwnWords } from "./own-places.ts"
import type { Problem } from "./problem.ts"
import { causeOf, readProblems } from "./problems.ts"
import { buildFailure, sshOf } from "./build-failure.ts"
import { downloadFailure } from "./download-failure.ts"
import { type LineOf, sayEvaluationError } from "./say-evaluation-error.ts"
import { nameOf } from "../store-path.ts"

type Input = {
  /** Where Nix ran, for the message. */
  readonly where: string
  /** A few words, such as "the build". */
  readonly during: string
  /** The fleet's word for a builder's store URI. */
  readonly builder?: (uri: string) => string
  /** Finds a host's own places, whose name is then `where`. */
  readonly lineOf?: LineOf
}

/**
 * The one error behind the stderr of a nix command that failed, in either
 * dialect, with its evidence: the log of the derivation, or Nix's own lines.
 */
export function nixFailure(
  stderr: string,
  input: Input,
  circumstances: Circumstances = {},
): SdopsError {
  const problems = readProblems(stderr)
  const cause = causeOf(problems)
  if (cause === undefined) {
    const reason = "it said nothing"
    return fail("nixFailed", { during: input.during, reason }, circumstances)
  }
  const evidence = evidenceOf(cause)
  return failureOf(cause, problems, input, { evidence, ...circumstances })
}

function failureOf(
  cause: Problem,
  problems: readonly Problem[],
  input: Input,
  at: Circumstances,
): SdopsError {
  const { during, where } = input
  const name = nameOf(cause.drv ?? cause.path ?? "a derivation")
  const reason = firstSentence(cause.text)
  const { machine, url } = cause
  switch (cause.kind) {
    case "build-failed":
    case "killed":
    case "no-output":
    case "timeout":
      return (
        downloadFailure(cause.log, name, at) ??
        buildFailure(cause, { builder: input.builder, name }, at)
      )
    case "builder-unreachable":
      return fail("builderUnreachable", { builder: machine ?? "", reason }, at)
    case "cache-unreachable":
    case "not-a-cache":
    case "corrupt-download":
    case "endless":
      return fail("cacheUnreachable", { url: url ?? name, reason }, at)
    case "daemon-down":
    case "no-nix":
      return fail("nixMissing", { where: machine ?? where }, at)
    case "disk-full":
      return fail(
        "diskFull",
        { machine: sshOf(machine), where: machine ?? where },
        at,
      )
    case "evaluation":
    case "not-provided":
      return evaluationFailed(cause, input, at)
    case "hash-mismatch": {
      const { got = "", specified = "" } = cause
      return fail("hashMismatch", { got, name, specified }, at)
    }
    case "input-changed":
    case "input-unavailable": {
      const input = url ?? cause.path ?? "of the flake"
      return fail("inputUnavailable", { input, reason }, at)
    }
    case "interrupted":
      // Whoever stops sdops is told so elsewhere; this was somebody else.
      return fail("nixFailed", { during, reason: "it was stopped" }, at)
    case "lock-outdated":
      return fail("lockOutdated", { flake: url ?? "the flake" }, at)
    case "missing-feature":
    case "wrong-system":
      return fail("noBuilder", { name, needs: cause.needs ?? "more" }, at)
    case "no-jobs":
      return fail("nobodyBuilds", {}, at)
    case "unsigned":
      return fail("unsigned", { from: url ?? where, name }, at)
    case "untrusted": {
      const all = problems.filter(({ kind }) => kind === "untrusted")
      const named = all.map((it) => it.setting ?? `the cache ${it.url}`)
      return fail("untrusted", { settings: [...new Set(named)].sort() }, at)
    }
    case "bad-builders":
    case "cache-miss":
    case "dependency-failed":
    case "host-key":
    case "login-refused":
    case "no-machine":
    case "path-nowhere":
    case "references-missing":
    case "store-unreachable":
    case "unknown":
    case "usage":
      return fail("nixFailed", { during, reason }, at)
  }
}

/** The first line, and the next where it goes on there. */
function firstSentence(text: string): string {
  const [first = "", second = ""] = text.split("\n")
  return /[,:;]$/.test(first) ? `${first} ${second.trim()}` : first
}

function evaluationFailed(
  cause: Problem,
  { lineOf = () => undefined, where }: Input,
  at: Circumstances,
): SdopsError {
  const error = readEvaluationError(cause, where)
  const { because, place } = sayEvaluationError(error, lineOf)
  const isOfUser = place?.writer === "fleet"
  return fail(
    "evaluationFailed",
    {
      message: error.message,
      near: error.suggestions,
      place: isOfUser ? { file: place.file, line: place.line } : undefined,
    },
    {
      ...at,
      because: at.because ?? because,
      evidence: (at.evidence ?? []).map((line) => inOwnWords(line, where)),
    },
  )
}

function evidenceOf({ block, log, text }: Problem): string[] {
  if (log.length > 0) return log.slice(-10)
  const lines = text === "" ? block : text
  return lines.split("\n").slice(0, 10)
}
