import type { Path } from "../read/source.ts"

/**
 * One change of a YAML file; `add` appends to the list at `path`. A comment is
 * put above what is set, a line each; where the file is written as JSON, there
 * is no place for it. `withComment` takes the lines right above along.
 */
export type Edit =
  | { readonly do: "add"; readonly path: Path; readonly value: unknown }
  | {
      readonly do: "remove"
      readonly path: Path
      readonly withComment?: boolean
    }
  | {
      readonly do: "set"
      readonly path: Path
      readonly value: unknown
      readonly comment?: readonly string[]
    }
