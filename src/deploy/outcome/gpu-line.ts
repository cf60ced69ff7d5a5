import { type Gpu, readSmi } from "../../gpu/smi.ts"

/** What a line about a GPU is made of. */
export const gpuFields = [
  "name",
  "driver_version",
  "memory.used",
  "memory.total",
  "temperature.gpu",
] as const

/** A line a GPU of what nvidia-smi answers about `gpuFields`. */
export function gpuLines(exit: number, output: string): readonly string[] {
  const answer = readSmi(gpuFields, exit, output)
  return answer.smi === "gpus" ? answer.gpus.map(lineOf) : []
}

function lineOf(gpu: Gpu): string {
  const known = (field: string) => {
    const value = gpu[field] ?? ""
    return /^\[|^$/.test(value) ? undefined : value
  }
  const [used, total] = [known("memory.used"), known("memory.total")]
  const celsius = known("temperature.gpu")
  return [
    known("name"),
    `driver ${known("driver_version") ?? "unknown"}`,
    ...(used && total ? [`${used} of ${total} MiB`] : []),
    ...(celsius ? [`${celsius} °C`] : []),
  ].join(", ")
}
