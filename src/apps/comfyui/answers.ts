import { z } from "zod"

/** `GET /system_stats`; sizes in bytes. */
export const systemStats = z.looseObject({
  devices: z.array(
    z.looseObject({
      name: z.string(),
      type: z.string(),
      vram_free: z.number().optional(),
      vram_total: z.number().optional(),
    }),
  ),
  system: z.looseObject({
    argv: z.array(z.string()),
    comfyui_version: z.string().optional(),
    python_version: z.string().optional(),
    pytorch_version: z.string().optional(),
  }),
})
export type SystemStats = z.infer<typeof systemStats>

/** Whether no device is a GPU. */
export function onCpu({ devices }: SystemStats): boolean {
  return devices.every(({ type }) => type === "cpu")
}

/** `[number, prompt_id, prompt, extra_data, outputs, …]`. */
const item = z.tuple([z.number(), z.string()]).rest(z.unknown())

/** `GET /queue`; pending is a heap, in no order. */
export const queue = z.looseObject({
  queue_pending: z.array(item),
  queue_running: z.array(item),
})

const nodeErrors = z.record(
  z.string(),
  z.looseObject({
    class_type: z.string().optional(),
    errors: z.array(
      z.looseObject({
        details: z.string(),
        message: z.string(),
        type: z.string(),
      }),
    ),
  }),
)

/** `POST /prompt` with 200, which may still leave outputs out. */
export const accepted = z.looseObject({
  node_errors: nodeErrors,
  prompt_id: z.string(),
})

/** `POST /prompt` with 400. */
export const rejected = z.looseObject({
  error: z.looseObject({
    details: z.string(),
    message: z.string(),
    type: z.string(),
  }),
  node_errors: nodeErrors,
})
export type NodeErrors = z.infer<typeof nodeErrors>

const image = z.looseObject({
  filename: z.string(),
  subfolder: z.string(),
  type: z.string(),
})
export type ImagePlace = z.infer<typeof image>

const entry = z.looseObject({
  outputs: z.record(
    z.string(),
    z.looseObject({ images: z.array(image).optional() }),
  ),
  status: z.looseObject({
    completed: z.boolean(),
    messages: z.array(z.tuple([z.string(), z.record(z.string(), z.unknown())])),
    status_str: z.string(),
  }),
})
export type HistoryEntry = z.infer<typeof entry>

/** `GET /history/<id>`: empty while it runs. */
export const history = z.record(z.string(), entry)

/** What `execution_error` says. */
export const executionError = z.looseObject({
  exception_message: z.string(),
  exception_type: z.string(),
  node_type: z.string(),
})

/** The nodes that weren't run, since the server had their results. */
export function cachedOf({ status }: HistoryEntry): readonly unknown[] {
  const told = status.messages.find(([name]) => name === "execution_cached")
  const nodes = told?.[1]["nodes"]
  return Array.isArray(nodes) ? nodes : []
}
