import { camelKeys } from "../camel-keys.ts"
import table from "../../nix/data/gpu-generations.json" with { type: "json" }

/** A generation of GPUs, and what a host with one of them needs. */
export type Generation = {
  readonly name: string
  /** A GPU of it, for people. */
  readonly example: string
  /** Whether the closed kernel module drives it. */
  readonly closedModule: boolean
  readonly computeCapabilities: readonly string[]
  /** The last CUDA that knows it; null when none has left it yet. */
  readonly cudaLast: string | null
  /** The attribute of nvidiaPackages. */
  readonly driverBranch: string
  /** The last branch of the driver that knows it; null: none has left it. */
  readonly driverLast: string | null
  readonly openModule: boolean
  /** A key of the table's `torch`; null when no torch has its kernels. */
  readonly torch: string | null
  /** Keys of the table's `sources`. */
  readonly sources: readonly string[]
}

/** From the oldest to the newest. */
export const generations: readonly Generation[] =
  table.generations.map(camelKeys)

/** The generation of a compute capability, "6.1"; the Nix modules ask too. */
export function generationOf(capability: string): Generation | undefined {
  return generations.find((row) => row.computeCapabilities.includes(capability))
}

/** Whether a version of the driver knows a generation; Nix asks too. */
export function takesDriver(generation: Generation, version: string): boolean {
  const last = generation.driverLast
  return last === null || Number(version.split(".")[0]) <= Number(last)
}

/**
 * What torch's wheels for a CUDA ("12.6") have kernels for; undefined when the
 * table doesn't know that CUDA.
 */
export function wheelCapabilities(cuda: string): readonly string[] | undefined {
  const wheels: Readonly<Record<string, { capabilities: readonly string[] }>> =
    table.wheels
  return wheels[cuda]?.capabilities
}

/**
 * Whether kernels for some capabilities run on a GPU: those of the same major
 * version and the same or a lower minor one do.
 * Source: NVIDIA, CUDA C++ Programming Guide, binary compatibility.
 */
export function runsOn(built: readonly string[], gpu: string): boolean {
  const [major, minor] = parts(gpu)
  return built.map(parts).some(([x, y]) => x === major && y <= minor)
}

function parts(capability: string): readonly [major: number, minor: number] {
  const [major = "", minor = ""] = capability.split(".")
  return [Number(major), Number(minor)]
}
