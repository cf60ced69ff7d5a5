import type { Faults } from "./faults.ts"
import { PythonError } from "./python.ts"

/** What ComfyUI adds to an out of memory. */
export const outOfMemoryTip =
  "This error means you ran out of memory on your GPU.\n\n" +
  "TIPS: If the workflow worked before you might have accidentally set the " +
  "batch_size to a large number."

/**
 * Does what a broken GPU does to a node that works on it.
 * Texts: recorded (sd/oom-blur, sd/cuda-context-lost), the second one with
 * the first line of cudaErrorNoKernelImageForDevice.
 */
export function strikeGpu(faults: Faults): void {
  if (faults.has("out-of-memory")) {
    throw new PythonError(
      "torch.OutOfMemoryError",
      "Allocation on device 0 would exceed allowed memory. (out of memory)\n" +
        "Currently allocated     : 801.00 MiB\n" +
        "Requested               : 769.13 MiB\n" +
        "Device limit            : 5.93 GiB\n" +
        "Free (according to CUDA): 23.50 MiB\n" +
        "PyTorch limit (set by user-supplied memory fraction)\n" +
        "                        : 17179869184.00 GiB",
    )
  }
  if (faults.has("no-kernel-image")) {
    throw new PythonError(
      "torch.AcceleratorError",
      "CUDA error: no kernel image is available for execution on the device\n" +
        "Search for `cudaErrorNoKernelImageForDevice' in " +
        "https://docs.nvidia.com/cuda/cuda-runtime-api/" +
        "group__CUDART__TYPES.html for more information.\n" +
        "CUDA kernel errors might be asynchronously reported at some other " +
        "API call, so the stacktrace below might be incorrect.\n" +
        "For debugging consider passing CUDA_LAUNCH_BLOCKING=1\n" +
        "Compile with `TORCH_USE_CUDA_DSA` to enable device-side " +
        "assertions.\n",
    )
  }
}
