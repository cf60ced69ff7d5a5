import type { GpuNow, GpuProcess, HostGpus } from "../../fleet/gpus/result.ts"
import { type Line, lines } from "../lines.ts"
import type { StatusTextOptions } from "./status-text.ts"

const heads = ["host", "", "gpu", "use", "memory", "temp", "power"]

/** A line a GPU, and below it the processes that compute on it. */
export function gpuText(
  hosts: readonly HostGpus[],
  { columns, theme }: StatusTextOptions,
): string {
  const rows = hosts.flatMap((host): Line[] => {
    if ("error" in host) {
      return [{ cells: [host.host], rest: `✗ ${host.error.message}` }]
    }
    if (host.gpus.length === 0) return [{ cells: [host.host], rest: "no GPU" }]
    const remarks = host.remarks.map((remark) => below(`▲ ${remark}`))
    return [...host.gpus.flatMap((gpu) => rowsOf(host.host, gpu)), ...remarks]
  })
  const shown = lines([{ cells: heads }, ...rows], columns)
  const bad = hosts.filter((host) => "error" in host)
  if (bad.length === 0) return shown
  const names = bad.map(({ host }) => host).join(" ")
  const next = `next: sdops doctor ${names} --only reach,gpu`
  return `${shown}\n${theme.dim(next)}`
}

function rowsOf(host: string, gpu: GpuNow): Line[] {
  const { index, name, processes = [], temperature, use } = gpu
  return [
    {
      cells: [
        host,
        String(index),
        name.replace(/^NVIDIA /, ""),
        use === undefined ? "–" : `${use} %`,
        of(gpu["memory-mib"], gpu["total-mib"], gibi, "GiB"),
        temperature === undefined ? "–" : `${Math.round(temperature)} °C`,
        of(gpu["power-watts"], gpu["power-limit-watts"], whole, "W"),
      ],
    },
    ...processes.map((one) => below(sayProcess(one))),
  ]
}

function below(rest: string): Line {
  return { cells: ["", ""], rest }
}

function sayProcess({ name, pid, unit, ...more }: GpuProcess): string {
  const memory = more["memory-mib"]
  const program = name.replace(/^.*\//, "")
  const who = unit === undefined ? program : `${unit}: ${program}`
  const used = memory === undefined ? "" : `, ${gibi(memory)} GiB`
  return `${who} (${pid})${used}`
}

/** Such as `4.1 of 6.0 GiB`. */
function of(
  part: number | undefined,
  all: number | undefined,
  say: (number: number) => string,
  unit: string,
): string {
  if (part === undefined && all === undefined) return "–"
  const known = part === undefined ? "?" : say(part)
  return all === undefined
    ? `${known} ${unit}`
    : `${known} of ${say(all)} ${unit}`
}

function gibi(mebi: number): string {
  return (mebi / 1024).toFixed(1)
}

function whole(number: number): string {
  return number.toFixed(0)
}
