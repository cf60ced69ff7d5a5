import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { decideDriver } from "../../gpu/decide.ts"
import { gpuNotes } from "../../gpu/gpu-notes.ts"
import { loadedDriver } from "../../gpu/loaded-driver.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import type { Host } from "../../inventory/host.ts"
import type { Derivation } from "../../nix/derivation.ts"
import { parseDryRun } from "../../nix/log/dry-run.ts"
import type { Coverage } from "../../nix/cache/coverage.ts"
import { parseNixSettings } from "../../nix/host-settings.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import { nameOf } from "../../nix/store-path.ts"
import { appUnitsOf } from "./app-units.ts"
import type { DeployInput } from "../deployment.ts"
import { driverRefusals } from "./driver-refusals.ts"
import type { Evaluation } from "./evaluation.ts"
import type { Comparison } from "../first/compare.ts"
import {
  heavyNames,
  sayCaches,
  sayHeavy,
  untrustedOf,
  unusable,
} from "../heavy/heavy-of-caches.ts"
import type { Plan, Refusal } from "./plan.ts"
import { heavyPolicy } from "../heavy/heavy-policy.ts"
import type { BuilderFacts } from "../heavy/look-for-heavy.ts"
import { type HeavyPlan, placeHeavy } from "../heavy/place-heavy.ts"
import { driftOf, isUnchanged } from "./unchanged.ts"

export type PlanInput = {
  /** Undefined when nothing is heavy, or none may be used for it. */
  readonly builders?: BuilderFacts | undefined
  /** What caches have of what is heavy; undefined: they were not asked. */
  readonly caches?: readonly Coverage[] | undefined
  /** What was read of derivations with the name of something heavy. */
  readonly derivations?: readonly Derivation[]
  /** Text of `nix build --dry-run`. */
  readonly dryRun: string
  readonly evaluation: Evaluation
  readonly facts: HostFacts
  /** Of a host that sdops never deployed. */
  readonly first?: Comparison | undefined
  /** What speaks against the apps' folders, a sentence each. */
  readonly folders?: readonly string[]
  readonly host: Host
  readonly input: Pick<
    DeployInput,
    "accept" | "allowHeavyBuilds" | "engine" | "goal"
  >
}

/** Facts → plan: what would happen, and what speaks against it. Pure. */
export function makePlan(given: PlanInput): Plan {
  const { evaluation, facts, host } = given
  const dry = parseDryRun(given.dryRun)
  const slow = heavyBuilds(dry.built, heavy.packages, given.derivations)
  const driver = decideDriver(
    loadedDriver(facts, appUnitsOf(facts, evaluation)),
    {
      kernel: evaluation.host.kernel ?? "",
      vendor: evaluation.host.gpu.vendor,
      version: evaluation.host.driver.version,
    },
    host.policy.driverChange,
  )
  const drift = driftOf(facts)
  const placed = given.builders && placeHeavy(given.builders)
  const plan = {
    builders: {
      first: placed?.first ?? [],
      machines: placed?.machines ?? [],
      notes: placed?.notes ?? [],
    },
    build: dry.built.map(nameOf).toSorted(),
    current: facts.current,
    drift,
    driver,
    fetch: {
      download: dry.download,
      heavy: heavyBuilds(dry.fetched, heavy.packages).map(({ drv }) => drv),
      paths: dry.fetched.length,
      unpacked: dry.unpacked,
    },
    free: { boot: facts.freeBoot, nix: facts.freeNix },
    heavy: slow.map(sayHeavy),
    notes: [...gpuNotes(facts, host), ...(given.first?.notes ?? [])],
    toplevel: evaluation.toplevel,
    // A driver that is only half changed leaves a host that can't generate.
    unchanged: driver.do !== "reload" && isUnchanged(facts, evaluation),
    untrusted: heavyNames(untrustedOf(dry.fetched, given.caches ?? [])),
    unusableCaches: unusable(given.dryRun, given.caches ?? []),
  }
  const questions = drift.length > 0 ? [`${drift.join("; ")}: replace it`] : []
  return { ...plan, questions, refusals: refusalsOf(plan, given, placed) }
}

function refusalsOf(
  plan: Pick<
    Plan,
    "build" | "builders" | "driver" | "fetch" | "free" | "heavy" | "untrusted"
  >,
  given: PlanInput,
  placed: HeavyPlan | undefined,
): readonly Refusal[] {
  const { caches, facts, folders = [], host, input } = given
  const allowed = heavyPolicy(host, input) === "allow"
  const because = caches === undefined ? [] : sayCaches(caches)
  return [
    ...(plan.heavy.length > 0 ? heavyRefusals(plan.heavy, given, placed) : []),
    ...(plan.untrusted.length > 0 && !allowed
      ? [{ because, packages: plan.untrusted, what: "untrusted" } as const]
      : []),
    ...diskRefusals(plan),
    ...(folders.length > 0
      ? [{ because: folders, what: "folders" } as const]
      : []),
    ...firstRefusals(given),
    ...driverRefusals(plan.driver, input),
    ...nobodyBuilds(plan, given),
    ...(facts.busy.length > 0
      ? [{ units: facts.busy, what: "busy" } as const]
      : []),
  ]
}

/** What differs and was not accepted by name. */
function firstRefusals({ first, input }: PlanInput): readonly Refusal[] {
  const differences = (first?.differences ?? []).filter(
    ({ id }) => input.accept?.includes(id) !== true,
  )
  return differences.length === 0 ? [] : [{ differences, what: "first" }]
}

function heavyRefusals(
  packages: readonly string[],
  { caches, host, input }: PlanInput,
  placed: HeavyPlan | undefined,
): readonly Refusal[] {
  const policy = heavyPolicy(host, input)
  const unplaced = placed?.unplaced ?? []
  const asked = caches === undefined ? [] : sayCaches(caches)
  const because = [...unplaced, ...asked]
  if (policy === "refuse") return [{ because, packages, what: "heavy" }]
  if (policy === "builders-only" && unplaced.length > 0) {
    return [{ because, packages, what: "heavy" }]
  }
  const errors = placed?.missing ?? []
  return errors.length > 0 ? [{ errors, what: "builders" }] : []
}

/** Derivations, where the host's own Nix may build none and has no builder. */
function nobodyBuilds(
  { build, builders }: Pick<Plan, "build" | "builders">,
  { facts }: PlanInput,
): readonly Refusal[] {
  const nix = parseNixSettings(facts.nixSettings)
  if (nix === undefined || nix.builds || nix.ownBuilders) return []
  const remote = builders.machines.length > 0 || builders.first.length > 0
  return build.length === 0 || remote ? [] : [{ what: "nobody-builds" }]
}

/** Bytes that must stay free beside what is fetched or written. */
export const spare = { boot: 1_000_000, nix: 50_000_000 }

function diskRefusals({ fetch, free }: Pick<Plan, "fetch" | "free">) {
  const needed = (fetch.unpacked ?? 0) + spare.nix
  const wants = [
    { free: free.nix, needed, where: "/nix" },
    { free: free.boot, needed: spare.boot, where: "/boot" },
  ] as const
  return wants.flatMap(({ free: has, needed: needs, where }) =>
    has !== undefined && has < needs
      ? [{ free: has, needed: needs, what: "disk", where } as const]
      : [],
  )
}
