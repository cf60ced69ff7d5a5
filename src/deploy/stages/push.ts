import { renderTree } from "../../flake/render-tree.ts"
import { saveLock } from "../../flake/saved-lock.ts"
import { type Tree, treeKey } from "../../flake/tree.ts"
import { flakeLock } from "../../host/evaluate.ts"
import { push as pushTree } from "../../host/push.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import { nixFailure } from "../../nix/nix-failure.ts"
import type { Deployment, Link } from "../deployment.ts"
import type { Stage, StageContext } from "../stage.ts"

type Needs = "facts" | "fleet" | "host" | "link"

/**
 * The host's slice of the flake, content-addressed: a tree that is there costs
 * no round trip. A fleet without a lock gets one, made on the host, once.
 * Errors: those of `renderTree` and of Nix.
 */
export const push: Stage<Needs, "config" | "source"> = {
  name: "push",
  title: "Push the flake",
  async run(given, context) {
    const { fleet, host, link } = given
    const config = nixConfig({ caches: fleet.caches })
    const tree = await renderTree(fleet, host.name)
    if (tree.files.has("flake.lock")) {
      const sent = await send(tree, given)
      return { adds: { config, source: sent.source }, text: say(sent, tree) }
    }
    context.say("locking the inputs")
    const lock = await makeLock(tree, config, given, context)
    await saveLock(fleet, lock)
    const locked = await renderTree(fleet, host.name)
    const sent = await send(locked, { ...given, link })
    return { adds: { config, source: sent.source }, text: "locked the inputs" }
  },
}

type Sent = { readonly source: string; readonly present: boolean }

async function send(
  tree: Tree,
  { facts, link }: { facts: Deployment["facts"]; link: Link },
): Promise<Sent> {
  const hash = treeKey(tree)
  if (facts.sources.includes(hash)) {
    return { present: true, source: `/nix/var/sdops/sources/${hash}` }
  }
  return pushTree(link.shell, { hash, nar: tree.archive })
}

async function makeLock(
  tree: Tree,
  config: string,
  given: Pick<Deployment, Needs>,
  context: StageContext,
): Promise<string> {
  const { source } = await send(tree, given)
  const locked = await flakeLock(given.link.shell, { config, source })
  if (locked.exit === 0 && locked.lock !== undefined) return locked.lock
  throw nixFailure(locked.stderr, {
    during: "locking the inputs",
    where: context.host,
  })
}

function say({ present }: Sent, tree: Tree): string {
  return present ? "already there" : `${tree.files.size} files`
}
