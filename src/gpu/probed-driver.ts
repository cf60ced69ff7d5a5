import type { HostFacts } from "../host/probe/probe.ts"
import { type DriverFacts, driverFacts } from "./facts.ts"

type Told =
  | "nvidia.module"
  | "nvidia.proc"
  | "smi.exit"
  | "smi.fields"
  | "smi.output"

/** What a probe tells of a host's driver. */
export function probedDriver(
  facts: Pick<HostFacts, Told> & Partial<Pick<HostFacts, "nvidia.library">>,
  vendor: DriverFacts["vendor"],
): DriverFacts {
  const exit = facts["smi.exit"]
  const fields = facts["smi.fields"]
  const output = facts["smi.output"]
  return driverFacts({
    library: facts["nvidia.library"] ?? "",
    module: facts["nvidia.module"],
    proc: facts["nvidia.proc"],
    smi: exit === undefined ? undefined : { exit, fields, output },
    vendor,
  })
}
