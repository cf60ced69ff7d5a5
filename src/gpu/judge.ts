import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import type { CandidateDriver } from "./decide.ts"
import { type DriverFacts, sameVersion } from "./facts.ts"

/**
 * Whether the driver that runs is the candidate's: module = library =
 * candidate. Output: undefined when it is, or doesn't matter; else the error
 * `driverMismatch`, with nvidia-smi's own words.
 */
export function judgeDriver(
  { library, module, smi }: DriverFacts,
  candidate: Pick<CandidateDriver, "vendor" | "version">,
): SdopsError | undefined {
  if (candidate.vendor !== "nvidia") return undefined
  const wanted = candidate.version ?? undefined
  const because = [
    module === undefined ? "no NVIDIA module is loaded" : "",
    differ(module, library)
      ? `the module is ${module}, the library ${library}`
      : "",
    differ(module, wanted)
      ? `the module is ${module}, the candidate's driver ${wanted}`
      : "",
    differ(library, wanted)
      ? `the library is ${library}, the candidate's driver ${wanted}`
      : "",
    smi.smi === "gpus" ? "" : `nvidia-smi says ${smi.smi}`,
  ].filter((line) => line !== "")
  if (because.length === 0) return undefined
  const evidence = smi.smi === "gpus" ? [] : smi.text.split("\n").slice(0, 5)
  const details = { library, module, wanted }
  return fail("driverMismatch", details, { because, evidence })
}

function differ(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && !sameVersion(a, b)
}
