import { type Layers, prepareBase } from "./base/base.ts"
import { sweep } from "./down.ts"
import { LabMissing } from "./problem.ts"
import { requireLab } from "./requirements.ts"
import { labFrom } from "./settings.ts"

export type LabState =
  | { readonly how: "missing"; readonly because: string }
  | { readonly how: "ready"; readonly layers: Layers }

/**
 * Makes the base ready and removes left-overs of earlier runs, once before all
 * tests. Where hosts can't be had, says why; with `SDOPS_REQUIRE_LAB=1` that
 * is an error.
 */
export async function prepareLab(
  environment: NodeJS.ProcessEnv,
): Promise<LabState> {
  try {
    const lab = labFrom(environment)
    await requireLab(lab)
    await sweep(lab)
    return { how: "ready", layers: await prepareBase(lab) }
  } catch (error) {
    const wanted = environment["SDOPS_REQUIRE_LAB"] === "1"
    if (!(error instanceof LabMissing) || wanted) throw error
    return { because: error.message, how: "missing" }
  }
}
