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
 * Judges a cache's answer: what it has is trusted only if a signature fits, as
 * Nix will judge when it builds.
 */
export function coverageOf(answer: Answer, trusting: Trusting): Coverage {
  const { url } = answer
  const infos = read(answer)
  if ("problem" in infos) {
    const { problem } = infos
    return { missing: [], problem, trusted: [], untrusted: [], url }
  }
  const free = !trusting.requireSigs || /[?&]trusted=(1|true)\b/.test(url)
  const judged = infos.found.map((info) => ({
    info,
    trust: trustOf(info, trusting.keys),
  }))
  const good = ({ trust }: Trust) => free || trust === "signed"
  return {
    missing: infos.missing,
    problem: undefined,
    trusted: judged.filter(({ trust }) => good(trust)).map(({ info }) => info),
    untrusted: judged.flatMap(({ info, trust }) =>
      good(trust) || trust.trust === "signed"
        ? []
        : [{ path: info.path, trust }],
    ),
    url,
  }
}

function read(answer: Answer): PathInfos | { readonly problem: string } {
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

/** The caches that Nix gave up in a dry run or build, with its reason. */
export function deadCaches(
  stderr: string,
): readonly { readonly url: string; readonly problem: string }[] {
  const found = readProblems(stderr).flatMap(({ kind, text, url }) => {
    const dead = kind === "cache-unreachable" || kind === "not-a-cache"
    if (!dead || url === undefined) return []
    const cache = url.replace(/\/nix-cache-info$/, "")
    const problem = text
      .replace(/^unable to download '[^']*': /, "")
      .replace(/; retrying in .*$/, "")
    return [[cache, problem.split("\n")[0] ?? ""] as const]
  })
  return [...new Map(found)].map(([url, problem]) => ({ problem, url }))
}
