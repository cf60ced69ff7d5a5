import comfyui from "../../nix/data/comfyui-options.json" with { type: "json" }
import webui from "../../nix/data/webui-options.json" with { type: "json" }

/** A row of a table; the Nix modules read the same. */
export type OptionRow = {
  readonly argument: string
  readonly type: string
  readonly values?: readonly string[]
}

export type OptionTable = {
  /** Sets of arguments that exclude each other: name → value → argument. */
  readonly choices: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly options: Readonly<Record<string, OptionRow>>
}

/** The options of each app; its Nix module reads the same tables. */
export const optionTables = {
  comfyui: comfyui satisfies OptionTable as OptionTable,
  "stable-diffusion-webui": webui satisfies OptionTable as OptionTable,
}
