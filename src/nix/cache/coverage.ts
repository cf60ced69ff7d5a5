import { parsePathInfos, type PathInfo, type PathInfos } from "./path-info.ts"
import { plain } from "../log/plain-text.ts"
import { causeOf, readProblems } from "../failure/problems.ts"
import { type Trust, trustOf } from "./signature.ts"

/** What one cache said to `nix path-info`, as it came. */
type Answer = {
  readonly url: string
  readonly exit: number
  readonly json: string
  readonly stderr: string
}

/** Which of the paths asked for a cache has, and would be taken from it. */
export type Coverage = {
  readonly url: string
  /** Why it says nothing; the lists are empty then. */
  readonly problem: string | undefined
  readonly trusted: readonly PathInfo[]
  readonly untrusted: readonly Untrusted[]
  readonly missing: readonly string[]
}

export type Untrusted = {
  readonly path: string
  readonly trust: Exclude<Trust, { readonly trust: "signed" }>
}

/** Who says which signatures count. */
export type Trusting = {
  /** `name:base64`. */
  readonly keys: readonly string[]
  /** False: Nix takes what nobody has signed. */
  readonly requireSigs: boolean
}

/**
 * Judges what a cache has: it is trusted only if a signature fits, as Nix will
 * judge when it builds.
 */
export function coverageOf(
  url: string,
  infos: CacheInfos,
  trusting: Trusting,
): Coverage {
  if ("problem" in infos) {
    const { problem } = infos
    return { missing: [], problem, trusted: [], untrusted: [], url }
  }
  const judged = infos.found.map((info) => ({
    info,
    trust: trustIn(url, info, trusting),
  }))
  return {
    missing: infos.missing,
    problem: undefined,
    trusted: judged
      .filter(({ trust }) => trust === undefined)
      .map(({ info }) => info),
    untrusted: judged.flatMap(({ info: { path }, trust }) =>
      trust === undefined ? [] : [{ path, trust }],
    ),
    url,
  }
}

/** Why a path would not be taken from a cache; undefined: it would. */
export function trustIn(
  url: string,
  info: PathInfo,
  { keys, requireSigs }: Trusting,
): Untrusted["trust"] | undefined {
  if (!requireSigs || /[?&]trusted=(1|true)\b/.test(url)) return undefined
  const trust = trustOf(info, keys)
  return trust.trust === "signed" ? undefined : trust
}

/** Whether a path would be taken from the cache of that URL. */
export type Counts = (url: string, info: PathInfo) => boolean

/**
 * Judges each answer of a cache once, however often it is met: who decides what
 * a build fetches meets it again with all that refers to it, and a signature
 * costs a tenth of a millisecond.
 */
export function countsBy(trusting: Trusting): Counts {
  const caches = new Map<string, WeakMap<PathInfo, boolean>>()
  return (url, info) => {
    const judged = caches.get(url) ?? new WeakMap<PathInfo, boolean>()
    caches.set(url, judged)
    const counts =
      judged.get(info) ?? trustIn(url, info, trusting) === undefined
    judged.set(info, counts)
    return counts
  }
}

/** What a cache has of what it was asked for, or why it says nothing. */
export type CacheInfos = PathInfos | { readonly problem: string }

/** Reads what a cache said to `nix path-info`. */
export function infosOf(answer: Answer): CacheInfos {
  const { exit, json, stderr } = answer
  if (exit === 124) return { problem: "it didn't answer in time" }
  if (exit === 0 && json.trim() !== "") {
    try {
      return parsePathInfos(json)
    } catch {
      return { problem: "its answer can't be parsed" }
    }
  }
  return { problem: problemIn(stderr) ?? `nix ended with exit ${exit}` }
}

/** Nix's own reason, without what it was about. */
function problemIn(stderr: string): string | undefined {
  const cause = causeOf(readProblems(stderr))
  const [line] = plain(cause?.text ?? stderr.trim()).split("\n")
  return line?.replace(/^unable to download '[^']*': /, "") || undefined
}
