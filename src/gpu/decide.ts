/** The loaded driver, as the probe saw it. */
export type LoadedDriver = {
  /** Version of the loaded module; empty when none is. */
  readonly module: string
  /** Store path of the booted kernel; empty when unknown. */
  readonly kernel: string
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
  const to = candidate.version ?? "an unknown version"
  if (loaded.module === to) return { do: "switch", version: to }
  return { do: "reload", from: loaded.module, to }
}
