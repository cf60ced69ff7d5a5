import type { Link } from "../../host/open-link.ts"
import { fail } from "../../errors/fail.ts"
import { judgeLock } from "../../flake/lock/judge-lock.ts"
import { lockTree } from "../../flake/lock-tree.ts"
import { treeKey } from "../../flake/tree.ts"
import { flakeLock } from "../../host/nix/evaluate.ts"
import { push } from "../../host/nix/push.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"

/**
 * The lock that a host's Nix makes of a fleet's inputs: what `lock` has is
 * kept, what it lacks is looked up. Errors: those of Nix, such as
 * `inputUnavailable`; `answerRefused` for a lock of anything else.
 */
export async function newLock(
  fleet: Pick<Fleet, "caches" | "inputs">,
  lock: string | undefined,
  { shell }: Pick<Link, "shell">,
  /** Which revision one input has, in place of the newest. */
  override?: { readonly input: string; readonly reference: string },
): Promise<string> {
  const tree = lockTree(fleet.inputs, lock)
  const { archive: nar } = tree
  const { source } = await push(shell, { hash: treeKey(tree), nar })
  const config = nixConfig({ caches: fleet.caches })
  const made = await flakeLock(shell, { config, override, source })
  if (made.exit !== 0 || made.lock === undefined) {
    const during = "locking the inputs"
    const { host } = shell
    throw nixFailure(made.stderr, { during, where: host }, { host })
  }
  const { inputs } = fleet
  const why = judgeLock({ after: made.lock, before: lock, inputs })
  if (why === undefined) return made.lock
  const { host } = shell
  throw fail("answerRefused", { asked: "nix flake lock", why }, { host })
}
