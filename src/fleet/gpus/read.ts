import { camelKeys } from "../../camel-keys.ts"
import { fail } from "../../errors/fail.ts"
import { type Gpu, readSmi } from "../../gpu/smi.ts"
import type { GpuTexts } from "../../host/driver/gpus.ts"
import type { Host } from "../../inventory/host.ts"
import { lastLines } from "../../remote/strip.ts"
import type { GpuNow, GpuProcess } from "./result.ts"

type Read = {
  readonly gpus: GpuNow[]
  readonly remarks: string[]
}

/**
 * What each GPU of a host does, from what the host told. Errors: `gpuSilent`
 * where the declared GPU doesn't answer.
 */
export function readTexts(
  host: Pick<Host, "gpu" | "name">,
  { amd, processes, smi, units }: GpuTexts,
): Read {
  const cards = amd.split("\n").filter((line) => line !== "")
  const radeons = cards.map(radeonOf)
  const answer = smi && readSmi(smi.fields, smi.exit, smi.output)
  if (answer?.smi === "gpus" && answer.gpus.length > 0) {
    const running = processesIn(processes, units)
    const nvidias = answer.gpus.map((gpu) => nvidiaOf(gpu, running))
    return { gpus: [...nvidias, ...radeons], remarks: [...answer.remarks] }
  }
  const found = { amd: radeons.length > 0, none: true, nvidia: false }
  if (found[host.gpu.vendor]) return { gpus: radeons, remarks: [] }
  const text = answer === undefined || answer.smi === "gpus" ? "" : answer.text
  const mismatch = answer?.smi === "mismatch"
  throw fail(
    "gpuSilent",
    { host: host.name, mismatch, vendor: host.gpu.vendor },
    { evidence: lastLines(text, 3), host: host.name },
  )
}

function nvidiaOf(
  row: Gpu,
  running: ReadonlyMap<string, GpuProcess[]>,
): GpuNow {
  const gpu = camelKeys(row)
  const { index = "0", name = "an unnamed GPU", uuid } = gpu
  return {
    index: Number(index),
    name,
    processes: running.get(uuid ?? "") ?? [],
    ...numbers({
      "memory-mib": gpu.memoryUsed,
      "power-limit-watts": gpu.powerLimit,
      "power-watts": gpu.powerDraw,
      temperature: gpu.temperatureGpu,
      "total-mib": gpu.memoryTotal,
      use: gpu.utilizationGpu,
    }),
    ...(uuid !== undefined && { uuid }),
  }
}

/** Lines `pid, UUID, MiB, program`; the program may hold commas. */
function processesIn(
  text: string,
  units: GpuTexts["units"],
): ReadonlyMap<string, GpuProcess[]> {
  const found = new Map<string, GpuProcess[]>()
  for (const line of text.split("\n")) {
    const [pid = "", uuid = "", memory = "", ...name] = line.split(", ")
    if (!/^\d+$/.test(pid)) continue
    const unit = units.get(Number(pid))
    const one = {
      ...numbers({ "memory-mib": memory }),
      name: name.join(", ").trim() || "?",
      pid: Number(pid),
      ...(unit !== undefined && { unit }),
    }
    found.set(uuid, [...(found.get(uuid) ?? []), one])
  }
  return found
}

const mib = 1024 * 1024

function radeonOf(line: string, index: number): GpuNow {
  const at = line.lastIndexOf(":")
  const words = line
    .slice(at + 1)
    .trim()
    .split(" ")
  const [use, used, total, heat, draw, limit] = words
  const scaled = (word: string | undefined, by: number) =>
    word === undefined || word === "-" ? undefined : String(Number(word) / by)
  return {
    index,
    name: `AMD ${line.slice(0, at)}`,
    ...numbers({
      "memory-mib": scaled(used, mib),
      "power-limit-watts": scaled(limit, 1_000_000),
      "power-watts": scaled(draw, 1_000_000),
      temperature: scaled(heat, 1000),
      "total-mib": scaled(total, mib),
      use: scaled(use, 1),
    }),
  }
}

/** Of texts those that are numbers, rounded to hundredths. */
function numbers<Key extends string>(
  texts: Readonly<Record<Key, string | undefined>>,
): { [Name in Key]?: number } {
  const pairs = Object.entries<string | undefined>(texts).flatMap(
    ([key, text = ""]) =>
      /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text)
        ? [[key, Math.round(Number(text) * 100) / 100] as const]
        : [],
  )
  return Object.fromEntries(pairs) as { [Name in Key]?: number }
}
