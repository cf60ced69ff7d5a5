import { signPaths } from "../../host/store/hand-over-paths.ts"
import type { HostShell } from "../../host/shell.ts"
import type { Derivation } from "../../nix/derivation.ts"
import { lastLines } from "../../remote/strip.ts"
import type { Sources } from "../build/sources.ts"
import type { StageContext } from "../stage.ts"

/**
 * Has a host sign, with a key of its own, what builders have compiled for it:
 * Nix takes a builder's results unsigned, and would give them to nobody.
 * A failure is said, and stops nothing.
 */
export async function signHeavy(
  { built }: Sources,
  derivations: readonly Derivation[],
  shell: HostShell,
  { say }: Pick<StageContext, "say">,
): Promise<void> {
  const slow = built.filter(({ heavy, on }) => heavy && on !== "host")
  const made = new Set(slow.map(({ derivation }) => derivation))
  const paths = derivations
    .filter(({ drv }) => made.has(drv))
    .flatMap(({ outputs }) => Object.values(outputs))
    .filter((path) => path !== undefined)
  if (paths.length === 0) return
  const { exit, stderr } = await signPaths(shell, { name: shell.host, paths })
  if (exit !== 0) say(`not signed: ${lastLines(stderr, 1)[0] ?? exit}`)
}
