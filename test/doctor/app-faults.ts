import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import { type HostFault, stopped } from "./host-faults.ts"
import { smiFields } from "../gpu/fields.ts"
import { statsOf, wellSmi } from "./sights.ts"

const silent = {
  how: "silent",
  said: "refused",
  url: "http://127.0.0.1:8188",
} as const

/** Of the GPU's driver, and of the app that needs it. */
export const appFaults: readonly HostFault[] = [
  [
    "no module",
    { module: "", smi: { exit: 9, output: "couldn't communicate" } },
    "gpu/module-loaded",
    "bad",
    "no NVIDIA kernel module",
  ],
  [
    "a mismatch",
    {
      smi: {
        exit: 18,
        output:
          "Failed to initialize NVML: Driver/library version mismatch\n" +
          "NVML library version: 580.95",
      },
    },
    "gpu/driver-matches-library",
    "bad",
    "module 550.54.14 is loaded, the library is 580.95",
  ],
  [
    "a corrupted infoROM",
    {
      smi: {
        exit: 14,
        output: `${wellSmi.output}\nWARNING: infoROM is corrupted at gpu 0`,
      },
    },
    "gpu/warnings",
    "warn",
    "infoROM is corrupted",
  ],
  [
    "a GPU that is lost beside one that works",
    { facts: { pciNvidia: 2 } },
    "gpu/all-listed",
    "bad",
    "1 of 2 NVIDIA GPUs on the bus answer",
  ],
  [
    "a GPU in MIG mode without an instance",
    {
      facts: { smiList: "GPU 0: NVIDIA A30 (UUID: GPU-1)" },
      smi: {
        exit: 0,
        fields: [...smiFields, "mig.mode.current"],
        output: `${wellSmi.output}, Enabled`,
      },
    },
    "gpu/mig",
    "bad",
    "GPU 0 is in MIG mode without an instance",
  ],
  [
    "two GPUs that no driver serves",
    {
      facts: { pciNvidia: 2 },
      smi: {
        exit: 0,
        output: `${wellSmi.output}\n1, GPU-2, RTX 5090, 550.54.14, 32607, 12.0`,
      },
    },
    "gpu/generation",
    "warn",
    "one driver can't serve both",
  ],
  [
    "another GPU",
    {
      smi: {
        ...wellSmi,
        output: wellSmi.output.replace("GTX 1060 6GB", "GTX 1080"),
      },
    },
    "gpu/model",
    "bad",
    "GTX 1080",
  ],
  [
    "another compute capability",
    { smi: { ...wellSmi, output: wellSmi.output.replace("6.1", "8.9") } },
    "gpu/compute-capability",
    "bad",
    "8.9",
  ],
  [
    "saved jobs that nobody gives back",
    { facts: { queueSaved: 3 } },
    "app/queue",
    "warn",
    "comfyui still lacks 3 saved jobs",
  ],
  [
    "a job that the app has refused",
    { facts: { queueRefused: 1 } },
    "app/queue",
    "warn",
    "has refused 1 saved job",
  ],
  [
    "a restart that waits",
    { facts: { restarts: ["comfyui.service"] } },
    "app/queue",
    "warn",
    "comfyui.service is restarted once it is idle",
  ],
  [
    "jobs of which none is done",
    { app: { stuckJobs: 2 } },
    "app/queue",
    "bad",
    "has jobs that wait, and does none",
  ],
  [
    "a running job that stands still",
    { app: { standingJob: 25 } },
    "app/queue",
    "bad",
    "begun 25 minutes ago, it uses neither CPU nor GPU",
  ],
  [
    "a model that ComfyUI doesn't list",
    { app: { unlistedModels: ["checkpoints/pony.safetensors"] } },
    "app/models",
    "warn",
    "checkpoints/pony.safetensors: declared, but ComfyUI doesn't list it",
  ],
  ["a stopped app", { app: stopped }, "app/unit", "bad", "is inactive"],
  [
    "an app that ends as often as it starts",
    {
      app: {
        answer: { because: "it is not running", how: "not-asked" },
        state: unitStateSchema.parse({
          ActiveState: "activating",
          NRestarts: "3",
          SubState: "start",
          unit: "comfyui.service",
        }),
      },
    },
    "app/unit",
    "bad",
    "is activating",
  ],
  [
    "a custom node that can't be imported",
    {
      app: {
        nodes: [{ failure: { name: "gguf", reason: "no x" }, name: "gguf" }],
      },
    },
    "app/nodes",
    "warn",
    "the custom node gguf could not be imported: no x",
  ],
  [
    "a silent app",
    { app: { answer: silent } },
    "app/api",
    "bad",
    "http://127.0.0.1:8188",
  ],
  [
    "an app on the CPU",
    { app: { answer: statsOf("2.9.1", "cpu") } },
    "app/device",
    "bad",
    "computes on cpu",
  ],
  [
    "a torch that has left the GPU",
    { app: { answer: statsOf("2.11.0+cu130") } },
    "app/torch",
    "warn",
    "has no kernels for compute capability 6.1",
  ],
  [
    "a torch whose CUDA the driver is too old for",
    {
      app: { answer: statsOf("2.11.0+cu130") },
      host: {
        gpu: {
          computeCapability: "8.6",
          model: "GeForce RTX 3060",
          vendor: "nvidia",
        },
      },
      smi: {
        ...wellSmi,
        output: wellSmi.output
          .replace("GTX 1060 6GB", "RTX 3060")
          .replace("6.1", "8.6"),
      },
    },
    "app/torch",
    "warn",
    "needs driver 580, 550.54.14 runs",
  ],
  [
    "a torch of CUDA 12 that has left the GPU",
    { app: { answer: statsOf("2.9.1+cu128") } },
    "app/torch",
    "warn",
    "has no kernels for compute capability 6.1",
  ],
]
