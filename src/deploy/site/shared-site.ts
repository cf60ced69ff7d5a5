import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import type { Machine } from "../../builders/machine.ts"
import type { Context } from "../../context.ts"
import { readLock, saveLock } from "../../flake/lock/saved-lock.ts"
import type { Evaluated } from "../../host/nix/evaluate.ts"
import { evaluateAll } from "../../host/nix/evaluate-all.ts"
import type { Link } from "../../host/open-link.ts"
import { askHeld, type RunningSystem } from "../../host/plan/running-system.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { heavyPattern } from "../../nix/heavy-pattern.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import type { DeployInput } from "../deployment.ts"
import { onlyLooks } from "../goal.ts"
import { newLock } from "../plan/new-lock.ts"
import { type Sent, sendTree } from "../plan/send-tree.ts"
import { cacheMemory } from "../survey/cache-memory.ts"
import type { SharedSite } from "./site.ts"
import { unionBuilds } from "./union-builds.ts"
import { type UnionTree, unionTree } from "./union-tree.ts"

type Given = {
  readonly fleet: Fleet
  /** Names of all hosts that are built there. */
  readonly hosts: readonly string[]
  readonly input: Pick<DeployInput, "goal">
  readonly link: Link
  readonly machine: Machine | undefined
  readonly name: string
}

/**
 * Hosts in one evaluation: Nix keeps what each of them is in memory, about
 * 1 GB on a whole nixpkgs.
 */
const together = 16

/** A build site over an open connection. Errors: none here. */
export function sharedSite(
  given: Given,
  { limits }: Pick<Context<never>, "limits">,
): SharedSite {
  const { fleet, hosts, input, link, machine, name } = given
  const asking = Promise.withResolvers<void>()
  const pushed = once(push)
  const evaluations = once(evaluateHosts)
  const held = new Map<string, Promise<RunningSystem["closure"]>>()
  return {
    asking: asking.promise,
    caches: cacheMemory(),
    evaluated: async (host) => {
      const all = await evaluations()
      await sentOf(host)
      return all.get(host) as Evaluated
    },
    held: (roots) => {
      // Hosts that differ in their names have all of it in common.
      const key = roots.toSorted().join(" ")
      const asked = held.get(key) ?? askHeld(link.shell, roots)
      held.set(key, asked)
      return asked
    },
    link,
    machine,
    name,
    sent: sentOf,
    ...unionBuilds(link.shell, {
      deadline: limits.build,
      evaluateAgain: async (some) =>
        evaluateSome(some, (await pushed()).sent.source),
    }),
  }

  async function sentOf(host: string): Promise<Sent> {
    const { sent, union } = await pushed()
    if (union.unfit.has(host)) throw union.unfit.get(host)
    return sent
  }

  async function push(): Promise<{ sent: Sent; union: UnionTree }> {
    const union = await lockedTree()
    return { sent: await sendTree(link.shell, union.tree), union }
  }

  /** A fleet without a lock gets one, once; who only looks keeps it. */
  async function lockedTree(): Promise<UnionTree> {
    const union = await unionTree(fleet, hosts)
    if (union.tree.files.has("flake.lock")) return union
    const lock = await newLock(fleet, undefined, link)
    if (!onlyLooks(input)) await saveLock(fleet, lock)
    const text = onlyLooks(input) ? lock : await readLock(fleet)
    return unionTree(fleet, hosts, text)
  }

  async function evaluateHosts(): Promise<ReadonlyMap<string, Evaluated>> {
    const { sent, union } = await pushed()
    const found = new Map<string, Evaluated>()
    for (let at = 0; at < union.hosts.length; at += together) {
      const some = union.hosts.slice(at, at + together)
      for (const [host, one] of await evaluateSome(some, sent.source)) {
        found.set(host, one)
      }
    }
    return found
  }

  /** One that fails is not the others' failure, so each then is asked alone. */
  async function evaluateSome(
    some: readonly string[],
    source: string,
  ): Promise<ReadonlyMap<string, Evaluated>> {
    const all = await evaluateAll(link.shell, {
      config: nixConfig({ caches: fleet.caches }),
      heavy: heavyPattern(heavy.packages),
      hosts: some,
      onSurvey: asking.resolve,
      source,
    })
    const failed = [...all.values()].some(({ exit }) => exit !== 0)
    if (!failed || some.length === 1) return all
    const alone = new Map<string, Evaluated>()
    for (const host of some) {
      for (const [name, one] of await evaluateSome([host], source)) {
        alone.set(name, one)
      }
    }
    return alone
  }
}

/** The same promise for everyone who asks. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined
  return () => (made ??= work())
}
