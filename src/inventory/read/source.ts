import type { Problem } from "./problem.ts"

export type Path = readonly (number | string)[]

/** One inventory file, parsed; knows where each of its values stands. */
export type Source = {
  /** From the fleet's root, such as `hosts/lithium.yaml`. */
  readonly file: string
  readonly value: unknown
  /**
   * A problem at a path. `key`: at the key rather than at its value. A path
   * that isn't in the file stands at the innermost part that is.
   */
  readonly problem: (
    path: Path,
    message: string,
    at?: "key" | "value",
  ) => Problem
}

/** `services.comfyui.listen.0`. */
export function sayPath(path: Path): string {
  return path.map(String).join(".")
}
