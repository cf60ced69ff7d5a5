import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import {
  askAsCachesHaveIt,
  compareDerivations,
} from "../../host/why/why-heavy.ts"
import { parseDerivations } from "../../nix/derivation.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import type { Deployment } from "../deployment.ts"
import { heavyPolicy } from "../heavy/heavy-policy.ts"
import { sayHeavy } from "../heavy/heavy-of-caches.ts"
import type { Survey } from "../survey/survey.ts"
import { attributesOf, type Reason, reasonOf } from "./reason.ts"
import { type Root, type Said, sayReason } from "./say-reason.ts"

type Given = Pick<
  Deployment,
  "config" | "derivations" | "host" | "input" | "site" | "source"
>

/** Packages that one reason explains. */
type Group = {
  readonly names: readonly string[]
  readonly reason: Reason
  readonly root: Root | undefined
}

/**
 * Why no cache has what is heavy, where a deployment is refused for it: by
 * comparing its derivations with those that the same nixpkgs makes without the
 * host's own overlays and settings. Errors: those of `ask`.
 */
export async function whyHeavy(
  given: Given,
  { builtIfTrusted }: Pick<Survey, "builtIfTrusted">,
  say: (text: string) => void,
): Promise<readonly Said[]> {
  const { config, derivations, host, input, site, source } = given
  if (heavyPolicy(host, input) !== "refuse") return []
  const drvs = builtIfTrusted.map(({ drv }) => drv)
  const slow = heavyBuilds(drvs, heavy.packages, derivations)
  const known = slow.flatMap((one) => {
    const attributes = attributesOf(one.drv, heavy.packages)
    return attributes.length === 0 ? [] : [{ ...one, attributes }]
  })
  if (known.length === 0) return []
  say("looking for why no cache has it")
  const attributes = [...new Set(known.flatMap((one) => one.attributes))]
  const { shell } = site
  const asked = { attributes, config, host: host.name, source }
  const theirs = await askAsCachesHaveIt(shell, asked)
  if (theirs === undefined) return []
  const groups = new Map<string, Group>()
  for (const one of known) {
    const reason = reasonOf(one.drv, one.attributes, theirs)
    const root = await rootOf(one.drv, reason)
    const key = `${reason.why} ${root?.ours.drv ?? ""}`
    const { names = [] } = groups.get(key) ?? {}
    const all = [...new Set([...names, sayHeavy(one)])]
    groups.set(key, { names: all, reason, root })
  }
  return [...groups.values()].flatMap(
    ({ names, reason, root }) =>
      sayReason(names, reason, { host: host.name, root }) ?? [],
  )

  async function rootOf(
    ours: string,
    reason: Reason,
  ): Promise<Root | undefined> {
    if (reason.why !== "changed") return undefined
    const pair = { ours, theirs: reason.from }
    const found = await compareDerivations(shell, pair)
    const read = parseDerivations(found.derivations)
    const of = (drv: string) => read.find((it) => it.drv === drv)
    const [mine, other] = [of(found.ours), of(found.theirs)]
    return mine && other && { ours: mine, theirs: other }
  }
}
