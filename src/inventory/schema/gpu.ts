import { z } from "zod"
import { anyText, text } from "./text.ts"

const several = "how many GPUs the host has, 1 to 64"

/** What the host computes with; `none` is a host without a GPU. */
export const gpu = z
  .strictObject({
    "compute-capability": text(
      /^\d{1,2}\.\d$/,
      'text such as "6.1", in quotes',
    ).optional(),
    /** A deployment's gate wants as many. */
    count: z
      .int({ error: several })
      .min(1, { error: several })
      .max(64, { error: several })
      .optional(),
    model: anyText.optional(),
    /** Where torch comes from, against the table of generations. */
    torch: z.enum(["nixpkgs", "wheel"]).optional(),
    /** A deployment's gate wants each of them. */
    uuids: z
      .array(
        text(
          /^GPU-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
          "a UUID as nvidia-smi -L prints it, GPU-…",
        ),
      )
      .min(1, { error: "at least one UUID" })
      .max(64, { error: "at most 64 UUIDs" })
      .refine((uuids) => new Set(uuids).size === uuids.length, {
        error: "each UUID once",
      })
      .optional(),
    vendor: z.enum(["amd", "none", "nvidia"]).optional(),
  })
  .refine(({ count, vendor }) => count === undefined || vendor !== "none", {
    error: "no count where vendor is none",
    path: ["count"],
  })
  .refine(
    ({ uuids, vendor }) =>
      uuids === undefined || vendor === undefined || vendor === "nvidia",
    { error: "no uuids but of NVIDIA's GPUs", path: ["uuids"] },
  )
