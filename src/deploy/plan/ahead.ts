import { renderTree } from "../../flake/render-tree.ts"
import type { Tree } from "../../flake/tree.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import type { Ahead, Deployment } from "../deployment.ts"
import { evaluates } from "../goal.ts"
import type { SharedSite } from "../site/site.ts"
import { evaluateTree } from "./evaluate-tree.ts"
import { placeOf, sendTree } from "./send-tree.ts"

/**
 * Begins to push a host's tree, if it is locked, and to evaluate it. A machine
 * that isn't NixOS is sent nothing, and a sudo password isn't tried twice.
 */
export function goAhead(
  given: Pick<Deployment, "fleet" | "host" | "input" | "site">,
): Ahead | undefined {
  const { fleet, host, input, site } = given
  if (!evaluates(input)) return undefined
  if (site.shared !== undefined) return aheadOn(site.shared, host.name)
  if (host.sudoPassword !== undefined) return undefined
  const asking = Promise.withResolvers<void>()
  const config = nixConfig({ caches: fleet.caches })
  const evaluated = async (source: string) =>
    evaluateTree(
      { ...given, config, source },
      { beside: true, onSurvey: asking.resolve },
    )
  const rendered = lockedTree(given)
  const first = rendered.then((tree) => tree && evaluated(placeOf(tree)))
  const sent = Promise.all([rendered, first]).then(([tree, found]) =>
    tree !== undefined && found?.absent === "may-be-pushed"
      ? sendTree(site.shell, tree, { beside: true })
      : undefined,
  )
  const last = Promise.all([first, sent]).then(([found, pushed]) => {
    if (pushed !== undefined) return evaluated(pushed.source)
    return found?.absent === undefined ? found : undefined
  })
  // Whoever waits for them is told; a look that fails comes first.
  sent.catch(() => {})
  last.catch(() => {})
  return { asking: asking.promise, evaluated: last, sent }
}

/** Elsewhere nothing has to be known of the host. */
function aheadOn(site: SharedSite, host: string): Ahead {
  const sent = site.sent(host)
  const evaluated = site.evaluated(host)
  sent.catch(() => {})
  evaluated.catch(() => {})
  return { asking: site.asking, evaluated, sent }
}

async function lockedTree({
  fleet,
  host,
}: Pick<Deployment, "fleet" | "host">): Promise<Tree | undefined> {
  const tree = await renderTree(fleet, host.name)
  return tree.files.has("flake.lock") ? tree : undefined
}
