import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { type Evaluated, evaluate } from "../../host/nix/evaluate.ts"
import { heavyPattern } from "../../nix/heavy-pattern.ts"
import type { Deployment } from "../deployment.ts"

/**
 * Evaluates a host's system in the pushed tree and asks what building it takes.
 * Output: also of an evaluation that fails. Errors: those of `evaluate`.
 */
export function evaluateTree(
  given: Pick<Deployment, "config" | "host" | "site" | "source">,
  options: {
    /** Whether other questions are asked meanwhile. */
    readonly beside?: boolean
    readonly onSurvey: () => void
  },
): Promise<Evaluated> {
  const { config, host, site, source } = given
  return evaluate(site.shell, {
    ...options,
    config,
    survey: true,
    heavy: heavyPattern(heavy.packages),
    host: host.name,
    source,
  })
}
