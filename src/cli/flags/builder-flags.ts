import { integer, string } from "@oclif/core/flags"

const several = {
  delimiter: ",",
  helpValue: "NAME",
  multiple: true,
  multipleNonGreedy: true,
} as const

/** What may be said of a builder that is added. */
export const builderFlags = {
  features: string({
    ...several,
    summary: "System features it offers, such as big-parallel.",
  }),
  "host-key": string({
    helpValue: "KEY",
    summary: "Its host key, ssh-ed25519 AAAA… (default: ask it).",
  }),
  identity: string({
    helpValue: "PATH",
    summary: "The hosts' private key for it (default: their host key).",
  }),
  "max-jobs": integer({
    helpValue: "N",
    min: 1,
    summary: "How many derivations to build at once.",
  }),
  systems: string({
    ...several,
    summary: "Systems it builds for (default: x86_64-linux).",
  }),
  user: string({ helpValue: "NAME", summary: "Login user (default: root)." }),
}
