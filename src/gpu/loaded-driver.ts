import type { HostFacts } from "../host/probe/probe.ts"
import type { LoadedDriver } from "./decide.ts"
import { parseReferences } from "./holders.ts"
import { probedDriver } from "./probed-driver.ts"

/** The loaded driver, from a probe's facts and the units of the apps. */
export function loadedDriver(
  facts: HostFacts,
  apps: readonly string[],
): LoadedDriver {
  const { library = "" } = probedDriver(facts, "nvidia")
  return {
    apps,
    holders: parseReferences(facts.nvidiaReferences, facts.nvidiaHolders),
    kernel: storePathOf(facts.kernelPathBooted),
    library,
    module: facts.nvidiaModule,
  }
}

/** The store path of a file; a system's `kernel` is a file in one. */
export function storePathOf(file: string): string {
  return /^\/nix\/store\/[^/]+/.exec(file)?.[0] ?? ""
}
