import type { HostFacts } from "../host/probe/probe.ts"
import {
  decideDriver,
  type DriverDecision,
  type DriverPolicy,
  isMismatch,
} from "./decide.ts"
import { sameVersion } from "./facts.ts"
import { loadedDriver, storePathOf } from "./loaded-driver.ts"

/**
 * What makes module and library of the running system agree: `switch` when
 * they do. Whoever asks for it has asked for the change, so that the policy
 * `refuse` doesn't forbid it. Source: design activation.md §7, its last row.
 */
export function decideRepair(
  facts: HostFacts,
  vendor: "amd" | "none" | "nvidia",
  apps: readonly string[],
  policy: DriverPolicy,
): DriverDecision {
  if (vendor !== "nvidia") return { do: "nothing" }
  const loaded = loadedDriver(facts, apps)
  const { library, module } = loaded
  const file = facts.nvidiaFile
  if (module === "") {
    return { because: "no NVIDIA module is loaded", do: "one-shot-boot" }
  }
  if (library === "") {
    const because = "the running system's library version is unknown"
    return { because, do: "refuse" }
  }
  if (!isMismatch(loaded)) return { do: "switch", version: module }
  if (file === "" || !sameVersion(file, library)) {
    const has = file === "" ? "no module for this kernel" : `module ${file}`
    const because = `the running system has library ${library}, but ${has}`
    return { because, do: "one-shot-boot" }
  }
  const kernel = storePathOf(facts.kernelPathCurrent)
  const wanted = policy === "refuse" ? "auto" : policy
  return decideDriver(loaded, { kernel, vendor, version: file }, wanted)
}
