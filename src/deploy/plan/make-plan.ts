import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { decideDriver } from "../../gpu/decide.ts"
import { gpuNotes } from "../../gpu/gpu-notes.ts"
import { queueNotes } from "./queue-notes.ts"
import { loadedDriver } from "../../gpu/loaded-driver.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import type { Host } from "../../inventory/host.ts"
import type { Derivation } from "../../nix/derivation.ts"
import type { PathInfo } from "../../nix/cache/path-info.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import { nameOf } from "../../nix/store-path.ts"
import { appChanges, appFacts } from "../changes/app-changes.ts"
import { appUnitsOf } from "./app-units.ts"
import type { DeployInput } from "../deployment.ts"
import { bootOf, diskRefusals } from "../changes/disk.ts"
import { bootNotes } from "../boot/boot-notes.ts"
import { driverRefusals } from "./driver-refusals.ts"
import { gpuRefusals } from "../changes/gpu-refusals.ts"
import type { Evaluation } from "./evaluation.ts"
import type { Comparison } from "../first/compare.ts"
import { heavyCoverage, heavyFetched } from "../heavy/heavy-coverage.ts"
import { sayCaches, sayHeavy, unusable } from "../heavy/heavy-of-caches.ts"
import type { Plan, Refusal } from "./plan.ts"
import { estimates, minutesOf } from "../heavy/estimates.ts"
import { heavyPolicy } from "../heavy/heavy-policy.ts"
import type { BuilderFacts } from "../heavy/look-for-heavy.ts"
import { type HeavyPlan, placeHeavy } from "../heavy/place-heavy.ts"
import type { Said } from "../why/say-reason.ts"
import type { Survey } from "../survey/survey.ts"
import type { SystemChanges } from "../changes/system-changes.ts"
import { nobodyBuilds } from "../site/nobody-builds.ts"
import { driftOf, isUnchanged } from "./unchanged.ts"

export type PlanInput = {
  /** Undefined when nothing is heavy, or none may be used for it. */
  readonly builders?: BuilderFacts | undefined
  /** Seconds that packages took before. */
  readonly buildTimes?: ReadonlyMap<string, number>
  /** How the running system differs; undefined where nothing is to do. */
  readonly changes?: SystemChanges | undefined
  /** What was read of derivations with the name of something heavy. */
  readonly derivations?: readonly Derivation[]
  readonly evaluation: Evaluation
  readonly facts: HostFacts
  /** Of a host that sdops never deployed. */
  readonly first?: Comparison | undefined
  /** What speaks against the apps' folders, a sentence each. */
  readonly folders?: readonly string[]
  readonly host: Host
  readonly input: Pick<
    DeployInput,
    "accept" | "allowHeavyBuilds" | "engine" | "goal" | "reboot"
  >
  readonly survey: Survey
  /** Why no cache has what is heavy, where that was looked for. */
  readonly why?: readonly Said[]
}

/** Facts → plan: what would happen, and what speaks against it. Pure. */
export function makePlan(given: PlanInput): Plan {
  const { changes, derivations = [], evaluation, facts, host } = given
  const { survey } = given
  const built = survey.built.map(({ drv }) => drv)
  const slow = heavyBuilds(built, heavy.packages, derivations)
  const guesses = estimates(slow, given.buildTimes)
  const anyway = new Set(survey.builtIfTrusted.map(({ drv }) => drv))
  const driver = decideDriver(
    loadedDriver(facts, appUnitsOf(facts, evaluation)),
    {
      kernel: evaluation.host.kernel ?? "",
      vendor: evaluation.host.gpu.vendor,
      version: evaluation.host.driver.version,
    },
    host.policy.driverChange,
  )
  const apps = appFacts(evaluation, facts)
  const units = changes?.units
  const coverage = heavyCoverage(survey, derivations) ?? []
  const drift = driftOf(facts)
  const placed = given.builders && placeHeavy(given.builders)
  const plan = {
    apps: units && appChanges(apps, units, driver, host.policy),
    boot: bootOf(evaluation.changes?.boot.place ?? "/boot", changes),
    builders: {
      first: placed?.first ?? [],
      machines: placed?.machines ?? [],
      notes: placed?.notes ?? [],
    },
    build: built.map(nameOf).toSorted(),
    built: changes?.built ?? { bytes: 0, unknown: 0 },
    current: facts.current,
    drift,
    driver,
    fetch: {
      download: sum(survey, ({ downloadSize = 0 }) => downloadSize),
      from: fromCaches(survey),
      heavy: heavyFetched(survey.fetched),
      paths: survey.fetched.length,
      unpacked: sum(survey, ({ narSize }) => narSize),
    },
    free: { boot: facts.freeBoot, nix: facts.freeNix },
    heavy: slow.map(sayHeavy),
    estimates: guesses,
    heavyMinutes: minutesOf(guesses),
    notes: [
      ...gpuNotes(facts, host),
      ...queueNotes(facts),
      ...bootNotes(driver, { ...given, policy: host.policy }),
      ...(given.first?.notes ?? []),
    ],
    packages: changes?.packages,
    present: changes?.present,
    toplevel: evaluation.toplevel,
    // A driver that is only half changed leaves a host that can't generate.
    unchanged: driver.do !== "reload" && isUnchanged(facts, evaluation),
    untrusted: slow.filter(({ drv }) => !anyway.has(drv)).map(sayHeavy),
    units,
    unusableCaches: unusable(survey),
  }
  const questions = drift.length > 0 ? [`${drift.join("; ")}: replace it`] : []
  const because = sayCaches(coverage, survey.site)
  const refusals = refusalsOf(plan, { ...given, because }, placed)
  return { ...plan, questions, refusals }
}

/** With why heavy packages would be compiled, a line each. */
type Given = PlanInput & { readonly because: readonly string[] }

function refusalsOf(
  plan: Pick<
    Plan,
    | "boot"
    | "build"
    | "builders"
    | "built"
    | "driver"
    | "fetch"
    | "free"
    | "heavy"
    | "heavyMinutes"
    | "untrusted"
  >,
  given: Given,
  placed: HeavyPlan | undefined,
): readonly Refusal[] {
  const { facts, folders = [] } = given
  return [
    ...(plan.heavy.length > 0 ? heavyRefusals(plan, given, placed) : []),
    ...diskRefusals(plan),
    ...(folders.length > 0
      ? [{ because: folders, what: "folders" } as const]
      : []),
    ...firstRefusals(given),
    ...driverRefusals(plan.driver, { ...given, policy: given.host.policy }),
    ...gpuRefusals(plan, given),
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
  {
    heavy: packages,
    heavyMinutes: minutes,
    untrusted,
  }: Pick<Plan, "heavy" | "heavyMinutes" | "untrusted">,
  { because: asked, host, input, why = [] }: Given,
  placed: HeavyPlan | undefined,
): readonly Refusal[] {
  const policy = heavyPolicy(host, input)
  const unplaced = placed?.unplaced ?? []
  const because = [...unplaced, ...asked]
  if (policy === "refuse") {
    const others = packages.filter((name) => !untrusted.includes(name))
    return [
      {
        because: [...why.map((one) => one.because), ...because],
        help: [...new Set(why.flatMap(({ help }) => help))],
        packages: others,
        what: "heavy",
      } as const,
      { because, packages: untrusted, what: "untrusted" } as const,
    ].filter((refusal) => refusal.packages.length > 0)
  }
  const budget = host.policy.heavyMinutes
  if (!input.allowHeavyBuilds && budget !== "any" && minutes > budget) {
    const over =
      `compiling takes about ${minutes} minutes, and the policy ` +
      `heavy-minutes allows ${budget}`
    return [{ because: [over, ...because], packages, what: "heavy" }]
  }
  if (policy === "builders-only" && unplaced.length > 0) {
    return [{ because, packages, what: "heavy" }]
  }
  const errors = placed?.missing ?? []
  return errors.length > 0 ? [{ errors, what: "builders" }] : []
}

/** What each cache gives, sorted by its URL. */
function fromCaches({
  fetched,
}: Pick<Survey, "fetched">): Plan["fetch"]["from"] {
  const groups = Map.groupBy(fetched, ({ cache }) => cache)
  return [...groups.keys()].toSorted().map((cache) => {
    const some = groups.get(cache) ?? []
    const download = sum(
      { fetched: some },
      ({ downloadSize = 0 }) => downloadSize,
    )
    return { cache, download, paths: some.length }
  })
}

function sum(
  { fetched }: Pick<Survey, "fetched">,
  bytes: (info: PathInfo) => number,
): number {
  return fetched.reduce((all, { info }) => all + bytes(info), 0)
}
