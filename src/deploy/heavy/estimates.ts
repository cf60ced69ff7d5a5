import type { HeavyBuild } from "../../nix/heavy-builds.ts"
import { packageOf } from "../../nix/build-times.ts"
import type { Estimate } from "./estimate.ts"
import { sayHeavy } from "./heavy-of-caches.ts"

/** As long as each took before, by `times`; else by the table. Pure. */
export function estimates(
  slow: readonly HeavyBuild[],
  times: ReadonlyMap<string, number> = new Map(),
): readonly Estimate[] {
  return slow
    .map((one): Estimate => {
      const seconds = times.get(packageOf(one.drv))
      const name = sayHeavy(one)
      if (seconds === undefined)
        return { by: "table", minutes: one.hours * 60, name }
      return { by: "history", minutes: Math.round(seconds / 6) / 10, name }
    })
    .toSorted((a, b) => b.minutes - a.minutes)
}

/** All of them, one after the other. */
export function minutesOf(all: readonly Estimate[]): number {
  return Math.round(all.reduce((sum, { minutes }) => sum + minutes, 0))
}
