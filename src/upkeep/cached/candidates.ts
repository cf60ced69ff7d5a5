import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Context } from "../../context.ts"
import { run } from "../../process.ts"
import { lastLines } from "../../remote/strip.ts"
import type { History } from "./history-of.ts"

/** Revisions that may be taken, or why they aren't known. */
export type Candidates = {
  /** The newest first. */
  readonly revisions: readonly string[]
  readonly problem: string | undefined
}

type Bounds = {
  /** The revision that is locked. */
  readonly after: string | undefined
  readonly most: number
  /** The newest, which was tried. */
  readonly until: string
}

/** Commits that are read: those of nixpkgs' own branches in a month. */
const depth = 5000

const commit = /^[0-9a-f]{40}([0-9a-f]{24})?$/

/**
 * Revisions of an input between the one that is locked and the newest, by git
 * on this machine: commits alone are fetched, no files. Of many, some are taken
 * that lie evenly apart. Errors: `interrupted`.
 */
export async function candidatesOf(
  { ref, url }: Pick<History, "ref" | "url">,
  bounds: Bounds,
  context: Pick<Context<never>, "environment" | "limits" | "signal">,
): Promise<Candidates> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-history-"))
  try {
    const environment = { ...context.environment, GIT_TERMINAL_PROMPT: "0" }
    const git = (...words: readonly string[]) =>
      run(["git", "-C", folder, ...words], {
        deadline: context.limits.evaluate,
        environment,
        signal: context.signal,
      })
    await git("init", "--quiet", "--bare")
    const words = ["--quiet", "--no-tags", `--depth=${depth}`]
    const wanted = `${ref ?? "HEAD"}:refs/heads/sdops`
    const fetch = ["fetch", ...words, "--filter=tree:0", "--", url, wanted]
    const fetched = await git(...fetch)
    context.signal.throwIfAborted()
    if (fetched.why === "missing")
      return { problem: "git isn't installed on this machine", revisions: [] }
    if (fetched.exit !== 0) {
      const [why = "git failed"] = lastLines(fetched.stderr).slice(-1)
      return {
        problem: `can't read the history of ${url}: ${why}`,
        revisions: [],
      }
    }
    const log = await git(
      "rev-list",
      "--first-parent",
      `--max-count=${depth}`,
      "refs/heads/sdops",
    )
    const all = log.stdout.split("\n").filter((line) => commit.test(line))
    return {
      problem: undefined,
      revisions: chosen(all, bounds),
    }
  } finally {
    await rm(folder, { force: true, recursive: true })
  }
}

/** Of a history, the newest first: what lies between, evenly apart. Pure. */
export function chosen(
  history: readonly string[],
  { after, most, until }: Bounds,
): readonly string[] {
  const from = history.indexOf(until) + 1
  const locked = after === undefined ? -1 : history.indexOf(after)
  const between = history.slice(from, locked < 0 ? undefined : locked)
  if (between.length <= most) return between
  return Array.from(
    { length: most },
    (_, at) => between[Math.floor((at * between.length) / most)] as string,
  )
}
