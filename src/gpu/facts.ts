import { parseProcVersion } from "./module.ts"
import { readSmi, type SmiAnswer } from "./smi.ts"

/** What a host's driver is now. */
export type DriverFacts = {
  readonly vendor: "amd" | "none" | "nvidia"
  /** Version of the loaded module; undefined when none is loaded. */
  readonly module: string | undefined
  /** The open or the closed module; undefined when nothing says which. */
  readonly open: boolean | undefined
  /** Version of the running system's library, as far as it is told. */
  readonly library: string | undefined
  readonly smi: SmiAnswer
}

/** Facts from the probe's texts. */
export function driverFacts(input: {
  readonly vendor: DriverFacts["vendor"]
  /** By its file's name; empty when nothing tells it. */
  readonly library: string
  /** /sys/module/nvidia/version; empty when it isn't there. */
  readonly module: string
  /** /proc/driver/nvidia/version; empty when it isn't there. */
  readonly proc: string
  /** Undefined: there is no nvidia-smi. */
  readonly smi:
    | {
        readonly exit: number
        /** What was asked for, in this order. */
        readonly fields: readonly string[]
        readonly output: string
      }
    | undefined
}): DriverFacts {
  const proc = parseProcVersion(input.proc)
  const module = input.module.trim()
  const { exit, fields, output } = input.smi ?? none
  const smi = readSmi(fields, exit, output)
  return {
    library: input.library || libraryOf(smi),
    module: module === "" ? proc?.version : module,
    open: proc?.open,
    smi,
    vendor: input.vendor,
  }
}

const none = { exit: 127, fields: [], output: "" }

/** nvidia-smi answers only where module and library agree. */
function libraryOf(smi: SmiAnswer): string | undefined {
  if (smi.smi === "mismatch") return smi.library
  if (smi.smi !== "gpus") return undefined
  return smi.gpus[0]?.["driver_version"]
}

/**
 * Whether two versions agree; a mismatch message says two parts of three, so
 * the shorter one decides how much is compared.
 */
export function sameVersion(a: string, b: string): boolean {
  const [left, right] = [a.split("."), b.split(".")]
  const shared = Math.min(left.length, right.length)
  if (shared < 2) return a === b
  return left.slice(0, shared).join(".") === right.slice(0, shared).join(".")
}
