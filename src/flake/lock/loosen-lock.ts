import { fail } from "../../errors/fail.ts"
import { parseLock } from "./parse-lock.ts"

/**
 * A lock without some of its inputs, so that `nix flake lock` looks them up
 * anew and keeps the others: the same on each Nix, while the arguments of
 * `nix flake update` differ before and after 2.19. In: the text of a
 * flake.lock. Errors: `lockStale` when it is none.
 */
export function loosenLock(lock: string, inputs: readonly string[]): string {
  const parsed = parseLock(lock)
  if (parsed === undefined) throw fail("lockStale", { inputs: [] })
  const { nodes, root } = parsed
  const top = nodes[root] ?? {}
  const kept = Object.entries(top.inputs ?? {}).filter(
    ([name]) => !inputs.includes(name),
  )
  const loose = { ...top, inputs: Object.fromEntries(kept) }
  const all = { ...parsed, nodes: { ...nodes, [root]: loose } }
  return `${JSON.stringify(all, undefined, 2)}\n`
}
