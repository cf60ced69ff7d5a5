import { z } from "zod"
import { text } from "./text.ts"

/** What an option may be set to; a table row says which of these. */
export type OptionValue = boolean | number | string | (number | string)[]

/** A row of `nix/data/<app>-options.json`; the Nix modules read the same. */
type Row = { readonly type: string; readonly values?: readonly string[] }

const flag = z.boolean()
const int = z.int()
const path = text(/^\//, "an absolute path")

const kinds: Readonly<Record<string, z.ZodType<OptionValue>>> = {
  flag,
  float: z.number(),
  floats: z.array(z.number()),
  int,
  list: z.array(z.string()),
  "optional-int": z.union([flag, int], { error: "true, false or an integer" }),
  "optional-string": z.union([flag, z.string()], {
    error: "true, false or text",
  }),
  path,
  paths: z.array(path),
  string: z.string(),
}

/** A strict schema of an app's options, one a row. */
export function optionsOf(
  table: Readonly<Record<string, Row>>,
): z.ZodType<Record<string, OptionValue>> {
  const fields = Object.entries(table).map(([name, row]) => [
    name,
    kindOf(row).optional(),
  ])
  return z.strictObject(
    Object.fromEntries(fields) as Record<string, z.ZodType<OptionValue>>,
  )
}

function kindOf({ type, values }: Row): z.ZodType<OptionValue> {
  const kind = kinds[type]
  if (kind !== undefined) return kind
  const listed = z.enum([...(values ?? [])].sort())
  return type === "several" ? z.array(listed) : listed
}
