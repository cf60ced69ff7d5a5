import { z } from "zod"

const attributes = z.record(z.string(), z.unknown())

const lockSchema = z.looseObject({
  nodes: z.record(
    z.string(),
    z.looseObject({
      flake: z.unknown().optional(),
      inputs: attributes.optional(),
      locked: attributes.optional(),
      original: attributes.optional(),
      parent: z.unknown().optional(),
    }),
  ),
  root: z.string(),
  version: z.literal(7),
})

export type ParsedLock = z.infer<typeof lockSchema>
export type LockNode = ParsedLock["nodes"][string]

/** The text of a flake.lock, read; undefined when it isn't one. */
export function parseLock(text: string): ParsedLock | undefined {
  const parsed = lockSchema.safeParse(json(text))
  return parsed.success ? parsed.data : undefined
}

/** Errors: none; no lock has a key that would be an object's own ancestor. */
function json(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === "__proto__") throw new SyntaxError(key)
      return value
    })
  } catch {
    return undefined
  }
}
