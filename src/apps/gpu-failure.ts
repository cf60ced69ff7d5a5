/** What of torch's words names a failure of the GPU, and which it is. */
const failures = [
  ["noKernelImage", /no kernel image is available/i],
  ["driverTooOld", /NVIDIA driver on your system is too old/i],
  ["cudaUnknown", /CUDA unknown error/i],
  ["outOfMemory", /out of memory|OutOfMemory/i],
] as const

/** A failure of the GPU, by its name in the catalogue. */
export type GpuFailure = (typeof failures)[number][0]

/**
 * Which failure of the GPU an app's exception is; undefined when it is another.
 * Source: torch's own messages (c10/cuda/CUDAFunctions.cpp, CUDAException.cpp).
 */
export function gpuFailureOf(said: string): GpuFailure | undefined {
  return failures.find(([, pattern]) => pattern.test(said))?.[0]
}
