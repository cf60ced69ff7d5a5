import { posix } from "node:path"
import type { Seen } from "../host/configuration.ts"
import { nixTokens } from "../nix/tokens.ts"
import { reachOf } from "./reach.ts"

/**
 * What the host's own Nix says against our reading of a file: it doesn't
 * parse, or Nix sees paths in it that we don't.
 */
export function judgeAst(seen: Seen, code: string, within: string): string[] {
  const { ast, path } = seen
  const error = seen["parse-error"]
  if (error !== undefined) {
    const line = error
      .split("\n")
      .find((text) => /^\s*(error|… )/.test(text) && text.trim() !== "error:")
    return [`${path}: ${line?.trim() ?? "Nix can't parse it"}`]
  }
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
    .map((text) => `${path}: Nix sees the path ${text}, sdops doesn't`)
}

/** An interpolated path's fixed part is a folder to us, a prefix to Nix. */
function covers(own: string, text: string): boolean {
  return own === text || text.startsWith(own === "/" ? own : `${own}/`)
}
