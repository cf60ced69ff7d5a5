import { readFileSync } from "node:fs"
import { test as base } from "vitest"
import { machine, type Machine } from "./machine.ts"

/** A test with a machine of its own. */
export const test = base.extend<{ host: Machine }>({
  host: async ({}, use) => {
    using host = machine()
    await use(host)
  },
})

export const all = ["nvidia", "nvidia_modeset", "nvidia_drm", "nvidia_uvm"]
/** What the real one printed. */
export function recorded(name: string): string {
  const folder = new URL("../../fixtures/nvidia/", import.meta.url)
  return readFileSync(new URL(`${name}.txt`, folder), "utf8")
}

/** The recorded host, as settings of a rehearsal host. */
export function h200(host: Machine): void {
  const settings = {
    "bus-id": "00000000:00:06.0",
    clock: "1980",
    "compute-capability": "9.0",
    ecc: "0",
    fan: "N/A",
    memory: "143771",
    "memory-reserved": "615",
    "memory-used": "0",
    mig: "Disabled",
    model: "NVIDIA H200",
    persistence: "On",
    "power-draw": "130.04",
    "power-limit": "700.00",
    pstate: "P0",
    temperature: "40",
    uuid: "GPU-00000000-1111-2222-3333-444444444444",
    vbios: "96.00.A5.00.1A",
  }
  for (const [name, value] of Object.entries(settings)) host.set(name, value)
  host.boot(host.system("580.159.04", "Dual MIT/GPL"))
  host.run("modprobe", ...all)
}

/** The same with a process that computes. */
export function busy(host: Machine): void {
  h200(host)
  const settings = {
    "memory-used": "1011",
    "power-draw": "695.43",
    "process-memory": "1002",
    temperature: "60",
    utilization: "98",
  }
  for (const [name, value] of Object.entries(settings)) host.set(name, value)
  host.open(481, "/dev/nvidia-uvm")
}

/** The clock above the table is nobody's rule. */
export function withoutTime(text: string): string {
  return text.replace(/^\w{3} \w{3} .*\d{4}( *)$/m, "TIME$1")
}
