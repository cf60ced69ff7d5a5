import heavy from "../../nix/data/heavy-packages.json" with { type: "json" }
import { decideDriver } from "../gpu/decide.ts"
import { loadedDriver } from "../gpu/loaded-driver.ts"
import type { HostFacts } from "../host/probe.ts"
import type { Host } from "../inventory/host.ts"
import { parseDryRun } from "../nix/dry-run.ts"
import { heavyBuilds } from "../nix/heavy-builds.ts"
import { nameOf } from "../nix/store-path.ts"
import { appUnitsOf } from "./app-units.ts"
import type { DeployInput } from "./deployment.ts"
import { driverRefusals } from "./driver-refusals.ts"
import type { Evaluation } from "./evaluation.ts"
import type { Plan, Refusal } from "./plan.ts"
import { driftOf, isUnchanged } from "./unchanged.ts"

export type PlanInput = {
  /** Text of `nix build --dry-run`. */
  readonly "dry-run": string
  readonly evaluation: Evaluation
  readonly facts: HostFacts
  readonly host: Host
  readonly input: Pick<DeployInput, "allow-heavy-builds" | "engine" | "goal">
}

/** Facts → plan: what would happen, and what speaks against it. Pure. */
export function makePlan(given: PlanInput): Plan {
  const { evaluation, facts } = given
  const dry = parseDryRun(given["dry-run"])
  const slow = heavyBuilds(dry.built, heavy.packages)
  const driver = decideDriver(
    loadedDriver(facts, appUnitsOf(facts, evaluation)),
    {
      kernel: evaluation.host.kernel ?? "",
      vendor: evaluation.host.gpu.vendor,
      version: evaluation.host.driver.version,
    },
    given.host.policy["driver-change"],
  )
  const drift = driftOf(facts)
  const heavyNames = slow.map(({ name, version }) =>
    version === undefined ? name : `${name} ${version}`,
  )
  const plan = {
    build: dry.built.map(nameOf).toSorted(),
    current: facts.current,
    drift,
    driver,
    fetch: {
      download: dry.download,
      paths: dry.fetched.length,
      unpacked: dry.unpacked,
    },
    free: { boot: facts["free.boot"], nix: facts["free.nix"] },
    heavy: heavyNames,
    toplevel: evaluation.toplevel,
    // A driver that is only half changed leaves a host that can't generate.
    unchanged: driver.do !== "reload" && isUnchanged(facts, evaluation),
  }
  const questions = drift.length > 0 ? [`${drift.join("; ")}: replace it`] : []
  return { ...plan, questions, refusals: refusalsOf(plan, given) }
}

function refusalsOf(
  plan: Pick<Plan, "driver" | "fetch" | "free" | "heavy">,
  { facts, host, input }: PlanInput,
): readonly Refusal[] {
  const allowed =
    input["allow-heavy-builds"] || host.policy["heavy-builds"] === "allow"
  return [
    ...(plan.heavy.length > 0 && !allowed
      ? [{ packages: plan.heavy, what: "heavy" } as const]
      : []),
    ...diskRefusals(plan),
    ...driverRefusals(plan.driver, input),
    ...(facts.busy.length > 0
      ? [{ units: facts.busy, what: "busy" } as const]
      : []),
  ]
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
