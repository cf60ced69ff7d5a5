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
    summary: "System features that it offers, such as big-parallel.",
  }),
  "host-key": string({
    helpValue: "KEY",
    summary: "Its public host key, ssh-ed25519 AAAA…; else it is asked.",
  }),
  identity: string({
    helpValue: "PATH",
    summary: "The hosts' private key for it; else their own host key.",
  }),
  "max-jobs": integer({
    helpValue: "N",
    min: 1,
    summary: "How many derivations at once.",
  }),
  systems: string({
    ...several,
    summary: "Systems that it builds for; else x86_64-linux.",
  }),
  user: string({ helpValue: "NAME", summary: "Who logs in; else root." }),
}
