import { flakeNix } from "./flake-nix.ts"
import { nar, narHash } from "./nar.ts"
import type { Tree } from "./tree.ts"

/**
 * All that Nix reads to lock inputs: flake.nix and the lock so far, of no host
 * in particular. In: name → reference; the text of a flake.lock.
 */
export function lockTree(
  inputs: Readonly<Record<string, string>>,
  lock: string | undefined,
): Tree {
  const texts = [
    ["flake.nix", flakeNix(inputs)],
    ...(lock === undefined ? [] : [["flake.lock", lock]]),
  ] as [string, string][]
  const files = new Map(
    texts.map(([path, text]) => [
      path,
      { content: Buffer.from(text), executable: false },
    ]),
  )
  const archive = nar(files)
  return { archive, files, hash: narHash(archive) }
}
