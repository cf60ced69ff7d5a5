import type { Path } from "../read/source.ts"

/** One change of a YAML file; `add` appends to the list at `path`. */
export type Edit =
  | { readonly do: "add"; readonly path: Path; readonly value: unknown }
  | { readonly do: "remove"; readonly path: Path }
  | { readonly do: "set"; readonly path: Path; readonly value: unknown }
