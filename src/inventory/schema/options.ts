import { z } from "zod"
import type { OptionRow, OptionTable } from "../option-tables.ts"
import { text } from "./text.ts"

/** What an option may be set to; a table row says which of these. */
export type OptionValue = boolean | number | string | (number | string)[]

const flag = z.boolean()
const int = z.int()
const path = text(/^\//, "an absolute path")
const words = z.array(z.string())

const kinds: Readonly<Record<string, z.ZodType<OptionValue>>> = {
  flag,
  float: z.number(),
  floats: z.array(z.number()),
  int,
  list: words,
  "optional-int": z.union([flag, int], { error: "true, false or an integer" }),
  "optional-string": z.union([flag, z.string()], {
    error: "true, false or text",
  }),
  path,
  paths: z.array(path),
  repeated: words,
  string: z.string(),
}

/**
 * A strict schema of an app's options: one an argument, one a choice. That two
 * of a choice exclude each other is Nix' to say, once defaults are merged.
 */
export function optionsOf(
  table: OptionTable,
): z.ZodType<Record<string, OptionValue>> {
  const options = Object.entries(table.options).map(
    ([name, row]) => [name, kindOf(row).optional()] as const,
  )
  const choices = Object.entries(table.choices).map(
    ([name, values]) => [name, listed(Object.keys(values)).optional()] as const,
  )
  const fields: Record<
    string,
    z.ZodType<OptionValue | undefined>
  > = Object.fromEntries([...options, ...choices])
  fields["extra-options"] = words.optional()
  return z.strictObject(fields as Record<string, z.ZodType<OptionValue>>)
}

function kindOf({ type, values = [] }: OptionRow): z.ZodType<OptionValue> {
  const kind = kinds[type]
  if (kind !== undefined) return kind
  const value = listed(values)
  switch (type) {
    case "enum":
      return value
    case "optional-enum":
      return z.union([flag, value], {
        error: `true, false, ${[...values].sort().join(", ")}`,
      })
    case "log-outputs":
      return z.union([flag, value, z.array(logOutput(values))], {
        error: "true, false, a level, or a list of levels and LEVEL /FILE",
      })
    case "several":
      return z.array(value)
    default:
      throw new Error(`no schema for options of type ${type}`)
  }
}

/** `LEVEL`, or `LEVEL /path/of/a/file`. */
function logOutput(levels: readonly string[]) {
  return text(
    new RegExp(`^(?:${levels.join("|")})(?: +/.+)?$`),
    "a level, or a level and an absolute path",
  )
}

function listed(values: readonly string[]) {
  return z.enum([...values].sort())
}
