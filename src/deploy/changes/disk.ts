import type { RunningSystem } from "../../host/plan/running-system.ts"
import type { Plan, Refusal } from "../plan/plan.ts"

/** Bytes that must stay free beside what is fetched or written. */
export const spare = { boot: 1_000_000, nix: 50_000_000 }

type Sizes = Pick<Plan, "boot" | "built" | "fetch" | "free">

/** Bytes that a deployment adds to /nix, as far as that can be told. */
export function addsToNix({ built, fetch }: Pick<Plan, "built" | "fetch">) {
  return (fetch.unpacked ?? 0) + built.bytes
}

/** Where a kernel or an initrd would be copied to; nothing where none is. */
export function bootOf(
  place: string,
  running: Pick<RunningSystem, "boot"> | undefined,
): Plan["boot"] {
  const { adds = [], free } = running?.boot ?? {}
  return {
    adds: adds.map(({ what }) => what),
    bytes: adds.reduce((all, { bytes }) => all + bytes, 0),
    free,
    place,
  }
}

/**
 * What a disk lacks room for. What is built counts as far as its size can be
 * told, from what the running system has by the same name; the plan says how
 * many paths that leaves out.
 */
export function diskRefusals(sizes: Sizes): readonly Refusal[] {
  const { boot, free } = sizes
  const wants = [
    {
      free: free.nix,
      needed: addsToNix(sizes) + spare.nix,
      where: "/nix",
    },
    {
      free: boot.free ?? free.boot,
      needed: boot.bytes + spare.boot,
      where: boot.place,
    },
  ]
  return wants.flatMap(({ free: has, needed, where }) =>
    has !== undefined && has < needed
      ? [{ free: has, needed, what: "disk", where } as const]
      : [],
  )
}
