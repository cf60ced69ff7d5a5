import { spawnSync } from "node:child_process"
import { constants, existsSync, openSync } from "node:fs"
import { join } from "node:path"
import type { Device } from "./comfy.ts"
import { PythonError } from "./python.ts"

export type GpuPlaces = {
  /** Where the device nodes are, `/dev`. */
  readonly devices: string
  readonly nvidiaSmi: string
}

const mebibyte = 1024 * 1024

/**
 * Takes the GPU as torch does at start: the process holds the device nodes
 * from then on, so that `fuser` and a driver reload see it.
 * Errors: RuntimeError when there is no GPU, or library and module differ.
 */
export function takeGpu({ devices, nvidiaSmi }: GpuPlaces): Device {
  const none = new PythonError("RuntimeError", "No CUDA GPUs are available")
  if (!existsSync(join(devices, "nvidiactl"))) throw none
  const { status, stdout: answer } = spawnSync(
    nvidiaSmi,
    ["--query-gpu=name,memory.total", "--format=csv,noheader,nounits"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  )
  // A corrupted infoROM, 14, is nothing to CUDA.
  if (status !== 0 && status !== 14) throw none
  for (const node of ["nvidia0", "nvidiactl", "nvidia-uvm"]) {
    const path = join(devices, node)
    if (existsSync(path) && !hold(path)) throw none
  }
  const [name = "", size = ""] = (answer.split("\n")[0] ?? "").split(",")
  return {
    memory: (Number(size.replace(/\D/g, "")) || 6144) * mebibyte,
    name: `cuda:0 ${name.trim()} : cudaMallocAsync`,
    type: "cuda",
  }
}

/** Opens a node for good; false when this user may not even read it. */
function hold(path: string): boolean {
  for (const how of [constants.O_RDWR, constants.O_RDONLY]) {
    try {
      // Without O_NONBLOCK a node that is a pipe would keep us here.
      openSync(path, how | constants.O_NONBLOCK)
      return true
    } catch {
      // Nodes of a rehearsal host may be files that only root may write.
    }
  }
  return false
}

/** The device of `--cpu`. */
export const cpu: Device = { memory: 0, name: "cpu", type: "cpu" }
