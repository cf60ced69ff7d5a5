import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const process = z.strictObject({
  "memory-mib": z.number().optional(),
  name: z.string(),
  pid: z.number().int(),
  unit: z.string().optional().describe("systemd's, that it belongs to"),
})

const gpu = z
  .strictObject({
    index: z.number().int(),
    "memory-mib": z.number().optional().describe("that is used"),
    name: z.string(),
    "power-limit-watts": z.number().optional(),
    "power-watts": z.number().optional(),
    processes: z
      .array(process)
      .optional()
      .describe("that compute on it; left out where nothing tells them"),
    temperature: z.number().optional().describe("°C"),
    "total-mib": z.number().optional().describe("of memory"),
    use: z.number().optional().describe("% of the last moment"),
    uuid: z.string().optional(),
  })
  .describe("values that a GPU doesn't tell are left out")

const read = z.strictObject({
  gpus: z.array(gpu),
  host: z.string(),
  remarks: z.array(z.string()).describe("what nvidia-smi warned of"),
})

const unread = z.strictObject({ error: failureResult, host: z.string() })

export const hostGpus = z.union([read, unread])

/** What `gpu` answers. */
export const gpuResult = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(hostGpus),
})

export type GpuProcess = z.infer<typeof process>
export type GpuNow = z.infer<typeof gpu>
export type HostGpus = z.infer<typeof hostGpus>
export type GpuResult = z.infer<typeof gpuResult>

/** What the program says while it looks: a host's GPUs were seen. */
export type GpuEvent = HostGpus & { readonly event: "gpus-seen" }
