import { renderTree } from "../../flake/render-tree.ts"
import { readLock, saveLock } from "../../flake/lock/saved-lock.ts"
import type { Tree } from "../../flake/tree.ts"
import { sourceOf } from "../../host/nix/push.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import type { Deployment } from "../deployment.ts"
import { onlyLooks } from "../goal.ts"
import { newLock } from "../plan/new-lock.ts"
import { placeOf, sendTree, type Sent } from "../plan/send-tree.ts"
import type { Stage } from "../stage.ts"

type Needs = "facts" | "fleet" | "host" | "input" | "site"

/**
 * The host's slice of the flake, content-addressed: a tree that is there costs
 * no round trip; to a build site of several, all of them once. A fleet without
 * a lock gets one, made where it is built, once; who only plans keeps it to
 * himself. Errors: those of `renderTree`, `newLock`.
 */
export const push: Stage<Needs, "config" | "source", "ahead"> = {
  name: "push",
  title: "Push the flake",
  async run(given, context) {
    const { fleet, host, input, site } = given
    const config = nixConfig({ caches: fleet.caches })
    if (site.shared !== undefined) {
      const { present, source } = await site.shared.sent(host.name)
      const text = `to ${site.name}${present ? ", already there" : ""}`
      return { adds: { config, source }, text }
    }
    const tree = await renderTree(fleet, host.name)
    if (tree.files.has("flake.lock")) {
      const sent = await send(tree, given)
      return { adds: { config, source: sent.source }, text: say(sent, tree) }
    }
    context.say("locking the inputs")
    const lock = await newLock(fleet, undefined, site)
    // Who only looks leaves nothing behind; else the first lock is everyone's.
    if (!onlyLooks(input)) await saveLock(fleet, lock)
    const text = onlyLooks(input) ? lock : await readLock(fleet)
    const locked = await renderTree(fleet, host.name, { lock: text })
    const sent = await send(locked, given)
    return { adds: { config, source: sent.source }, text: "locked the inputs" }
  },
}

async function send(
  tree: Tree,
  {
    ahead,
    facts,
    site,
  }: Pick<Deployment, "facts" | "site"> & Partial<Pick<Deployment, "ahead">>,
): Promise<Sent> {
  const source = placeOf(tree)
  const there = facts.sources.map(sourceOf).includes(source)
  const before = await (there ? undefined : ahead?.sent)
  if (before?.source === source) return before
  return there ? { present: true, source } : sendTree(site.shell, tree)
}

function say({ present }: Sent, tree: Tree): string {
  return present ? "already there" : `${tree.files.size} files`
}
