import type { Sources } from "../build/sources.ts"
import type { Plan } from "../plan/plan.ts"
import type { heavyPolicy } from "./heavy-policy.ts"

/**
 * Verifies after a build what the plan and the policy said before it: what is
 * heavy and was built elsewhere, by Nix's own word, a sentence each. Pure.
 */
export function misplaced(
  { built }: Sources,
  { builders }: Pick<Plan, "builders">,
  policy: ReturnType<typeof heavyPolicy>,
): readonly string[] {
  const planned = new Map(builders.first.map(({ drv, on }) => [drv, on]))
  return built.flatMap(({ derivation, heavy, name, on }) => {
    if (!heavy) return []
    const meant = planned.get(derivation)
    const place = on === "host" ? "the host itself" : on
    if (meant !== undefined) {
      if (meant.includes(on)) return []
      return [`${name} was built on ${place}, not on ${meant.join(" or ")}`]
    }
    const isAllowed =
      policy === "allow" || (policy === "builders-only" && on !== "host")
    if (isAllowed) return []
    return [`${name} was built on ${place}, which ${policy} doesn't allow`]
  })
}
