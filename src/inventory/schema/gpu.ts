import { z } from "zod"
import { anyText, text } from "./text.ts"

/** What the host computes with; `none` is a host without a GPU. */
export const gpu = z.strictObject({
  "compute-capability": text(
    /^\d{1,2}\.\d$/,
    'text such as "6.1", in quotes',
  ).optional(),
  model: anyText.optional(),
  /** Where torch comes from, against the table of generations. */
  torch: z.enum(["nixpkgs", "wheel"]).optional(),
  vendor: z.enum(["amd", "none", "nvidia"]).optional(),
})
