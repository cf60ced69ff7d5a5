import { plainModel } from "../../../gpu/computing-gpu.ts"
import { bad, type Judgement, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

/** Compares what every GPU says in a field with what the inventory says. */
export function judgeDeclared(
  { driver, host }: HostSight,
  field: "compute_cap" | "name",
  declared: string | undefined,
): Judgement {
  if (declared === undefined) return skip("not set in the inventory")
  if (driver.smi.smi !== "gpus") return skip("see gpu/nvidia-smi")
  const found = driver.smi.gpus.map((gpu) => gpu[field] ?? "")
  if (found.every((value) => value === ""))
    return skip("nvidia-smi doesn't report it")
  const plain = (text: string) => plainModel(text).toLowerCase()
  if (found.some((value) => plain(value) === plain(declared)))
    return ok(declared)
  return bad({
    finding: `the inventory says ${declared}, the host ${found.join(", ")}`,
    cure: [`$EDITOR hosts/${host.name}.yaml`, `sdops plan ${host.name}`],
  })
}
