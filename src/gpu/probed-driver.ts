import type { HostFacts } from "../host/probe/probe.ts"
import { type DriverFacts, driverFacts } from "./facts.ts"

type Told =
  | "nvidiaModule"
  | "nvidiaProc"
  | "smiExit"
  | "smiFields"
  | "smiOutput"

/** What a probe tells of a host's driver. */
export function probedDriver(
  facts: Pick<HostFacts, Told> & Partial<Pick<HostFacts, "nvidiaLibrary">>,
  vendor: DriverFacts["vendor"],
): DriverFacts {
  const exit = facts.smiExit
  const fields = facts.smiFields
  const output = facts.smiOutput
  return driverFacts({
    library: facts.nvidiaLibrary ?? "",
    module: facts.nvidiaModule,
    proc: facts.nvidiaProc,
    smi: exit === undefined ? undefined : { exit, fields, output },
    vendor,
  })
}
