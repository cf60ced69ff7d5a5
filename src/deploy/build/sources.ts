import { z } from "zod"
import heavy from "../../../nix/data/heavy-packages.json" with { type: "json" }
import { machineName } from "../../builders/machine-name.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Derivation } from "../../nix/derivation.ts"
import { heavyBuilds } from "../../nix/heavy-builds.ts"
import type { Provenance } from "../../nix/log/provenance.ts"

/** Where everything came from that a build brought to a host, for `--json`. */
export const sources = z.strictObject({
  built: z.array(
    z.strictObject({
      derivation: z.string(),
      heavy: z.boolean().describe("slow to compile"),
      name: z.string(),
      on: z
        .string()
        .describe("host: the host itself; else a builder, or its store URI"),
      seconds: z
        .number()
        .optional()
        .describe("how long it took; left out where its end wasn't seen"),
    }),
  ),
  copied: z
    .array(z.strictObject({ from: z.string(), paths: z.number().int() }))
    .optional()
    .describe("paths that came from a build site, signed by it"),
  fetched: z.array(
    z.strictObject({
      from: z.string().describe("the cache's URL"),
      name: z.string(),
      path: z.string(),
    }),
  ),
})

export type Sources = z.infer<typeof sources>

/**
 * What Nix told of a build, in the words of the fleet, with what was read of
 * derivations that have the name of something heavy.
 */
export function sourcesOf(
  { built, fetched }: Provenance,
  fleet: Pick<Fleet, "builders">,
  derivations: readonly Derivation[] = [],
  /** What the machine that drives the build is called. */
  here = "host",
): Sources {
  const slow = heavyBuilds(
    built.map(({ drv }) => drv),
    heavy.packages,
    derivations,
  )
  const isHeavy = new Set(slow.map(({ drv }) => drv))
  return {
    built: built.map(({ drv, machine, name, seconds }) => ({
      derivation: drv,
      heavy: isHeavy.has(drv),
      name,
      on: machine === "" ? here : machineName(machine, fleet),
      ...(seconds !== undefined && { seconds: Math.round(seconds * 10) / 10 }),
    })),
    fetched: fetched.map(({ from, name, path }) => ({ from, name, path })),
  }
}
