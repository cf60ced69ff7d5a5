import { string } from "@oclif/core/flags"
import { elevation } from "./deploy-flags.ts"

/** Whose Nix is asked, as this machine needs none, and how to become root. */
export const site = {
  ...elevation,
  on: string({
    helpValue: "HOST",
    summary: "The host whose Nix does the work.",
  }),
}
