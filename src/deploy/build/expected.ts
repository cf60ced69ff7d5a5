import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import type { Expected } from "../../nix/log/sight.ts"
import { sayHeavy } from "../heavy/heavy-of-caches.ts"
import type { Deployment } from "../deployment.ts"

/** What the plan expects of a build: how many, how much, and how long. */
export function expectedOf({
  derivations,
  plan,
}: Pick<Deployment, "plan"> &
  Partial<Pick<Deployment, "derivations">>): Expected {
  return {
    builds: plan.build.length,
    bytes: plan.fetch.unpacked ?? 0,
    secondsOf: (drv) => {
      const [slow] = heavyBuilds([drv], heavy.packages, derivations)
      const name = slow && sayHeavy(slow)
      const guess = plan.estimates.find((one) => one.name === name)
      return guess && guess.minutes * 60
    },
    slow: plan.heavyMinutes * 60,
  }
}
