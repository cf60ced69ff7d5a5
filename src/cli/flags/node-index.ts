import { string } from "@oclif/core/flags"

/** Where Python packages come from. */
export const nodeIndex = {
  index: string({
    helpValue: "URL",
    summary: "A Python package index, without a password.",
  }),
  "wheel-host": string({
    helpValue: "HOST",
    multiple: true,
    multipleNonGreedy: true,
    summary: "Another host for the index's files.",
  }),
}
