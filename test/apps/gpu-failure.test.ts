import { expect, test } from "vitest"
import { gpuFailureOf } from "../../src/apps/gpu-failure.ts"

test.for([
  [
    "RuntimeError: CUDA error: no kernel image is available for execution " +
      "on the device",
    "noKernelImage",
  ],
  [
    "RuntimeError: The NVIDIA driver on your system is too old (found " +
      "version 11040). Please update your GPU driver",
    "driverTooOld",
  ],
  [
    "RuntimeError: CUDA unknown error - this may be due to an incorrectly " +
      "set up environment, e.g. changing env variable CUDA_VISIBLE_DEVICES",
    "cudaUnknown",
  ],
  ["torch.OutOfMemoryError: Allocation on device", "outOfMemory"],
  ["RuntimeError: CUDA error: out of memory", "outOfMemory"],
  ["ValueError: a wrong size", undefined],
] as const)("%s: %s", ([said, expected]) => {
  expect(gpuFailureOf(said)).toBe(expected)
})
