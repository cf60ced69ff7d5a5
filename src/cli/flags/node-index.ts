import { string } from "@oclif/core/flags"

/** Where Python packages come from. */
export const nodeIndex = {
  index: string({
    helpValue: "URL",
    summary: "The index of Python packages, without a password.",
  }),
  "wheel-host": string({
    helpValue: "HOST",
    multiple: true,
    multipleNonGreedy: true,
    summary: "Where files of the index may lie as well.",
  }),
}
