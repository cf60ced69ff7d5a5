import type { HostFault } from "./host-faults.ts"

const other = { address: "0000:03:00.0", driver: "ast", vendor: "0x1a03" }

/** What nvidia-smi says where it lists no GPU, and why. */
export const smiFaults: readonly HostFault[] = [
  [
    "an nvidia-smi that hangs",
    { gpus: [], smi: { exit: 124, output: "" } },
    "gpu/nvidia-smi",
    "bad",
    "hangs",
  ],
  [
    "no GPU",
    { smi: { exit: 6, output: "No devices were found" } },
    "gpu/nvidia-smi",
    "bad",
    "lists no GPU",
  ],
  [
    "a GPU that has not started",
    { smi: { exit: 6, output: "No devices were found" } },
    "gpu/nvidia-smi",
    "bad",
    "the module runs, but none has started",
  ],
  [
    "device nodes that can't be opened",
    {
      smi: {
        exit: 17,
        output:
          "Failed to initialize NVML: GPU access blocked by the operating " +
          "system",
      },
    },
    "gpu/nvidia-smi",
    "bad",
    "its device nodes can't be opened",
  ],
  [
    "a library that isn't found",
    {
      smi: {
        exit: 12,
        output:
          "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system. " +
          "Please make sure that the NVIDIA Display Driver is properly " +
          "installed and present in your system.",
      },
    },
    "gpu/nvidia-smi",
    "bad",
    "/run/opengl-driver lacks it",
  ],
  [
    "a GPU that isn't there",
    {
      health: { displays: [other] },
      module: "",
      smi: { exit: 9, output: "couldn't communicate" },
    },
    "gpu/bound",
    "bad",
    "no NVIDIA GPU is on the PCI bus",
  ],
  [
    "a system without a driver",
    {
      facts: {
        hostFile: {
          apps: [],
          driver: { version: null },
          gpu: { vendor: "none" },
          kernel: "",
          name: "lithium",
        },
      },
      module: "",
      smi: { exit: 127, output: "not found" },
    },
    "gpu/module-loaded",
    "bad",
    "the system has none",
  ],
]
