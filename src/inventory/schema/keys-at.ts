import { z } from "zod"
import type { Path } from "../read/source.ts"

/** The keys that a schema knows at a path, sorted; none where any is taken. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  let at: unknown = bare(schema)
  for (const step of path) {
    if (at instanceof z.ZodObject) at = bare(at.shape[step])
    else if (at instanceof z.ZodRecord) at = bare(at.valueType)
    else if (at instanceof z.ZodArray) at = bare(at.element)
    else return []
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape).sort() : []
}

/** The schema within optional, default and transform. */
function bare(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return bare(schema.unwrap())
  return schema instanceof z.ZodPipe ? bare(schema.in) : schema
}
