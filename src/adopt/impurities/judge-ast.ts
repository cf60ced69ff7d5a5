import { posix } from "node:path"
import type { Seen } from "../../host/probe/configuration.ts"
import { readProblems } from "../../nix/failure/problems.ts"
import { nixTokens } from "../../nix/language/tokens.ts"
import { reachOf } from "./reach.ts"

/**
 * What the host's own Nix says against our reading of a file: it doesn't
 * parse, or Nix sees paths in it that we don't.
 */
export function judgeAst(seen: Seen, code: string, within: string): string[] {
  const { ast, path } = seen
  const error = seen.parseError
  if (error !== undefined) return [sayParseError(path, error)]
  if (ast === undefined) return []
  const folder = posix.join(within, posix.dirname(path))
  const ours = reachOf(code)
    .filter(({ kind }) => kind !== "home")
    .map(({ text }) => posix.resolve(folder, text))
  const hasHome = reachOf(code).some(({ kind }) => kind === "home")
  return nixTokens(ast)
    .filter(({ kind }) => kind === "absolute")
    .map(({ text }) => posix.resolve(text))
    .filter((text) => !hasHome && !ours.some((own) => covers(own, text)))
    .map((text) => `${path}: Nix finds the path ${text}, but sdops doesn't`)
}

/** An interpolated path's fixed part is a folder to us, a prefix to Nix. */
function covers(own: string, text: string): boolean {
  return own === text || text.startsWith(own === "/" ? own : `${own}/`)
}

/** `configuration.nix:5:23: syntax error, unexpected '='`. */
function sayParseError(path: string, error: string): string {
  const [problem] = readProblems(error)
  const said = problem?.text.split("\n")[0] ?? "Nix can't parse it"
  const [, place = ""] = /^\s*at [^\n]+?(:\d+:\d+):/m.exec(error) ?? []
  return `${path}${place}: ${said}`
}
