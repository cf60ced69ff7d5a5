import {
  askRunningSystem,
  type RunningSystem,
} from "../../host/plan/running-system.ts"
import type { GraphNode } from "../../nix/build-plan/graph.ts"
import type { Runtime } from "../../nix/build-plan/runtime.ts"
import {
  type PackageChange,
  packageChanges,
  type Part,
} from "../../nix/package-changes.ts"
import { nameOf, parseStorePath } from "../../nix/store-path.ts"
import type { Deployment } from "../deployment.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import { type UnitChanges, unitChanges } from "./unit-changes.ts"

/** How the system to be differs from the one that runs. */
export type SystemChanges = {
  readonly boot: RunningSystem["boot"]
  /** Bytes of what is built, as far as the running system has its like. */
  readonly built: { readonly bytes: number; readonly unknown: number }
  /** Undefined where the store couldn't tell. */
  readonly packages: readonly PackageChange[] | undefined
  /** What of the next system is there already. */
  readonly present:
    | { readonly paths: number; readonly bytes: number }
    | undefined
  readonly units: UnitChanges | undefined
}

type Given = Pick<Deployment, "facts" | "link" | "site"> & {
  readonly evaluation: Evaluation
  readonly runtime: Runtime
}

/**
 * Compares the running system with the one to be, before that is built. Where
 * it is built elsewhere, what is there already is told by both machines.
 * Errors: those of `ask`.
 */
export async function systemChanges(given: Given): Promise<SystemChanges> {
  const { evaluation, facts, link, runtime, site } = given
  const { boot } = evaluation.changes ?? {}
  const { present } = runtime
  const [running, held] = await Promise.all([
    askRunningSystem(link.shell, {
      copies: boot?.copies ?? false,
      initrd: boot?.initrd ?? "",
      kernel: boot?.kernel ?? "",
      old: facts.current,
      place: boot?.place ?? "/boot",
      roots: site.shared === undefined ? present : [],
    }),
    site.shared?.held(present),
  ])
  const there = site.shared === undefined ? running : { closure: held }
  return changesOf({ evaluation, running, runtime, there })
}

/** The changes, from what was asked. Pure. */
export function changesOf({
  evaluation,
  running,
  runtime,
  there,
}: {
  readonly evaluation: Pick<Evaluation, "changes">
  readonly running: RunningSystem
  readonly runtime: Runtime
  /** Of the machine that builds. */
  readonly there: Pick<RunningSystem, "closure">
}): SystemChanges {
  const old = (running.closure ?? []).filter(({ side }) => side !== "next")
  const present = (there.closure ?? []).filter(({ side }) => side !== "old")
  const sizes = sizesOf(old)
  const built = runtime.built.flatMap((node) => partsOf(node, sizes))
  const next: readonly Part[] = [
    ...present,
    ...runtime.fetched.map(({ info }) => ({
      bytes: info.narSize,
      name: nameOf(info.path),
    })),
    ...built,
  ]
  const known = running.closure !== undefined && there.closure !== undefined
  const { changes } = evaluation
  return {
    boot: running.boot,
    built: {
      bytes: built.reduce((all, { bytes = 0 }) => all + bytes, 0),
      unknown: built.filter(({ bytes }) => bytes === undefined).length,
    },
    packages: known ? packageChanges(old, next) : undefined,
    present: known
      ? {
          bytes: present.reduce((all, { bytes }) => all + bytes, 0),
          paths: present.length,
        }
      : undefined,
    units:
      running.units === undefined || changes === undefined
        ? undefined
        : unitChanges(running.units, changes.units),
  }
}

type Sizes = ReadonlyMap<string, number>

/** Bytes of the running system's paths by their names without versions. */
function sizesOf(old: readonly Part[]): Sizes {
  return new Map(old.map(({ bytes = 0, name }) => [likeOf(name), bytes]))
}

function partsOf(node: GraphNode, sizes: Sizes): readonly Part[] {
  return node.outputs.flatMap(({ path, valid }) => {
    if (path === undefined || valid) return []
    const name = nameOf(path)
    return [{ bytes: sizes.get(likeOf(name)), name }]
  })
}

function likeOf(name: string): string {
  const { pname, version = "" } = parseStorePath(
    `/nix/store/${"0".repeat(32)}-${name}`,
  )
  const [output = ""] = /-[a-z]+$/.exec(version) ?? []
  return `${pname}${output}`
}
