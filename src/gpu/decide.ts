import { sameVersion } from "./facts.ts"
import type { Holders } from "./holders.ts"

/** The loaded driver, as the probe saw it. */
export type LoadedDriver = {
  /** Version of the loaded module; empty when none is. */
  readonly module: string
  /** Store path of the booted kernel; empty when unknown. */
  readonly kernel: string
  /** What would still hold the modules with the apps stopped. */
  readonly holders?: Holders | undefined
}

/** The driver of a system that is to be, as it was evaluated. */
export type CandidateDriver = {
  readonly vendor: "amd" | "none" | "nvidia"
  /** Null when the system has none or doesn't say. */
  readonly version: string | null
  readonly kernel: string
}

/** What a deployment does about the driver; every `do` has its own data. */
export type DriverDecision =
  /** Not an NVIDIA host. */
  | { readonly do: "nothing" }
  /** Module and kernel stay: the switch alone is enough. */
  | { readonly do: "switch"; readonly version: string }
  | { readonly do: "reload"; readonly from: string; readonly to: string }
  | { readonly do: "one-shot-boot"; readonly because: string }

/**
 * What to do about the driver, from what is loaded and what the candidate has.
 * A version that nobody knows counts as another one. Source: design
 * activation.md §7.
 */
export function decideDriver(
  loaded: LoadedDriver,
  candidate: CandidateDriver,
): DriverDecision {
  if (candidate.vendor !== "nvidia") return { do: "nothing" }
  const sameKernel =
    loaded.kernel === "" ||
    candidate.kernel === "" ||
    loaded.kernel === candidate.kernel
  if (!sameKernel) {
    return { do: "one-shot-boot", because: "the kernel is another one" }
  }
  if (loaded.module === "") {
    return { do: "one-shot-boot", because: "no NVIDIA module is loaded" }
  }
  const { version } = candidate
  if (version !== null && sameVersion(loaded.module, version)) {
    return { do: "switch", version }
  }
  const to = version ?? "an unknown version"
  const held = loaded.holders && whyHeld(loaded.holders)
  if (held === undefined) return { do: "reload", from: loaded.module, to }
  const because = `the driver changes from ${loaded.module} to ${to}; ${held}`
  return { do: "one-shot-boot", because }
}

/**
 * Why the modules would not unload. Undefined when every reference is another
 * module's of the driver: fbcon, DRM clients and peer-memory modules hold
 * references without a file descriptor.
 */
export function whyHeld({ references, users }: Holders): string | undefined {
  const held = Object.entries(references)
    .filter(([name, count]) => count > (users[name]?.length ?? 0))
    .map(([name]) => name)
  const foreign = Object.values(users)
    .flat()
    .filter((name) => !/^nvidia(_|$)/.test(name))
  const names = [...new Set([...held, ...foreign])].sort()
  if (names.length === 0) return undefined
  return `${names.join(", ")} cannot be unloaded while in use`
}
