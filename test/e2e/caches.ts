import { type CacheCheck, cacheCheck } from "../../src/caches/result.ts"
import { editFleet, type LabFleet } from "../lab/fleet.ts"
import { sdops } from "./sdops.ts"

type Cache = { readonly key: string; readonly url: string }

/** Says which caches a fleet has, before the next run. */
export async function setCaches(
  fleet: LabFleet,
  caches: readonly Cache[],
): Promise<void> {
  await editFleet(fleet, "fleet.yaml", (text) => {
    const value = JSON.parse(text) as Record<string, unknown>
    return `${JSON.stringify({ ...value, caches }, null, 2)}\n`
  })
}

/** Runs `sdops cache check --json`; errors unless it is of the schema. */
export async function cacheCheckOf(
  fleet: LabFleet,
  words: readonly string[],
): Promise<CacheCheck> {
  const run = await sdops(fleet, ["cache", "check", ...words, "--json"])
  const result = cacheCheck.safeParse(JSON.parse(run.stdout))
  if (!result.success) throw new Error(run.stdout + run.stderr)
  if (result.data["exit-code"] !== run.exit) throw new Error(`exit ${run.exit}`)
  return result.data
}
