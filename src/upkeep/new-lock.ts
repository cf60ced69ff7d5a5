import type { Link } from "../deploy/deployment.ts"
import { fail } from "../errors/fail.ts"
import { lockTree } from "../flake/lock-tree.ts"
import { staleInputs } from "../flake/stale-inputs.ts"
import { treeKey } from "../flake/tree.ts"
import { flakeLock } from "../host/evaluate.ts"
import { push } from "../host/push.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { nixConfig } from "../nix/nix-config.ts"
import { nixFailure } from "../nix/nix-failure.ts"

/**
 * The lock that a host's Nix makes of a fleet's inputs: what `lock` has is
 * kept, what it lacks is looked up. Errors: those of Nix, such as
 * `inputUnavailable`.
 */
export async function newLock(
  fleet: Pick<Fleet, "caches" | "inputs">,
  lock: string | undefined,
  { shell }: Pick<Link, "shell">,
): Promise<string> {
  const tree = lockTree(fleet.inputs, lock)
  const { archive: nar } = tree
  const { source } = await push(shell, { hash: treeKey(tree), nar })
  const config = nixConfig({ caches: fleet.caches })
  const made = await flakeLock(shell, { config, source })
  if (made.exit !== 0 || made.lock === undefined) {
    const during = "locking the inputs"
    const { host } = shell
    throw nixFailure(made.stderr, { during, where: host }, { host })
  }
  if (staleInputs(made.lock, fleet.inputs)?.length === 0) return made.lock
  throw fail("nixAnswer", { asked: "nix flake lock" }, { host: shell.host })
}
