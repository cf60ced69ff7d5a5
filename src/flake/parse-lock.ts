import { z } from "zod"

const lockSchema = z.looseObject({
  nodes: z.record(
    z.string(),
    z.looseObject({
      inputs: z.record(z.string(), z.unknown()).optional(),
      original: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  root: z.string(),
  version: z.literal(7),
})

export type ParsedLock = z.infer<typeof lockSchema>

/** The text of a flake.lock, read; undefined when it isn't one. */
export function parseLock(text: string): ParsedLock | undefined {
  const parsed = lockSchema.safeParse(json(text))
  return parsed.success ? parsed.data : undefined
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
