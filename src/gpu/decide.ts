import type { Host } from "../inventory/host.ts"
import { sameVersion } from "./facts.ts"
import type { Holders } from "./holders.ts"
import { type Held, predictReload } from "./predict-reload.ts"

export type DriverPolicy = Host["policy"]["driverChange"]

/** The loaded driver, as the probe saw it. */
export type LoadedDriver = {
  /** Version of the loaded module; empty when none is. */
  readonly module: string
  /** Store path of the booted kernel; empty when unknown. */
  readonly kernel: string
  /** Version of the running system's library; empty when unknown. */
  readonly library: string
  /** What holds the modules now. */
  readonly holders: Holders
  /** Units of apps, which may be stopped once their queue is empty. */
  readonly apps: readonly string[]
}

/** The driver of a system that is to be. */
export type CandidateDriver = {
  readonly vendor: "amd" | "none" | "nvidia"
  /** Null when the system has none or doesn't say. */
  readonly version: string | null
  /** Store path of its kernel; empty when unknown. */
  readonly kernel: string
}

/** What a deployment does about the driver; every `do` has its own data. */
export type DriverDecision =
  /** Not an NVIDIA host. */
  | { readonly do: "nothing" }
  /** Module and kernel stay: the switch alone is enough. */
  | { readonly do: "switch"; readonly version: string }
  | {
      readonly do: "reload"
      readonly from: string
      readonly to: string
      /** Units that hold the driver and are stopped meanwhile, sorted. */
      readonly stops: readonly string[]
      /** Whether the library is the new one already, and the GPU unusable. */
      readonly repairs: boolean
    }
  | ({ readonly do: "one-shot-boot" } & Reason)
  /** The policy forbids what would be needed. */
  | ({ readonly do: "refuse" } & Reason)

type Reason = {
  /** One sentence without a full stop. */
  readonly because: string
  /** Where a reload would do, if it weren't for these. */
  readonly held?: Held
}

/**
 * What to do about the driver, from what is loaded and what the candidate has.
 * A version that nobody knows counts as another one. Source: design
 * activation.md §7.
 */
export function decideDriver(
  loaded: LoadedDriver,
  candidate: CandidateDriver,
  policy: DriverPolicy,
): DriverDecision {
  const { kernel, vendor, version } = candidate
  if (vendor !== "nvidia") return { do: "nothing" }
  const kernels = [loaded.kernel, kernel]
  const known = kernels.every((path) => path !== "")
  if (known && loaded.kernel !== kernel) {
    return { because: "the kernel changes", do: "one-shot-boot" }
  }
  if (loaded.module === "") {
    return { because: "no NVIDIA module is loaded", do: "one-shot-boot" }
  }
  if (version !== null && sameVersion(loaded.module, version)) {
    return { do: "switch", version }
  }
  const to = version ?? "an unknown version"
  const change = `the NVIDIA driver changes from ${loaded.module} to ${to}`
  if (policy === "refuse") {
    return {
      because: `${change}, but the policy driver-change forbids it`,
      do: "refuse",
    }
  }
  if (version === null) return { because: change, do: "one-shot-boot" }
  if (!known) {
    const because = `${change}, and whether the kernel changes is unknown`
    return { because, do: "one-shot-boot" }
  }
  if (policy === "reboot") {
    const because = `${change}, and the policy driver-change asks for a reboot`
    return { because, do: "one-shot-boot" }
  }
  const predicted = predictReload(loaded.holders, loaded.apps)
  switch (predicted.reload) {
    case "works":
      return {
        do: "reload",
        from: loaded.module,
        repairs: isMismatch(loaded) && sameVersion(loaded.library, version),
        stops: predicted.stops,
        to: version,
      }
    case "held": {
      const { held } = predicted
      const because = `${change}, but the old one is in use`
      const way = policy === "reload" ? "refuse" : "one-shot-boot"
      return { because, do: way, held }
    }
    default:
      return predicted satisfies never
  }
}

/** Whether module and library differ, so that nothing can use the GPU. */
export function isMismatch({
  library,
  module,
}: Pick<LoadedDriver, "library" | "module">): boolean {
  if (library === "" || module === "") return false
  return !sameVersion(module, library)
}
