import { boolean, option, string } from "@oclif/core/flags"
import {
  type DifferenceId,
  differenceIds,
} from "../../deploy/first/difference.ts"
import { parallel } from "./parallel.ts"

/** Answers what is asked; shared by the commands that change hosts. */
export const consent = {
  yes: boolean({ char: "y", summary: "Answer yes to every question." }),
}

/** Allows what --yes doesn't. */
export const reboots = {
  "boot-unproven": boolean({
    summary:
      "Reboot even where the boot loader can't lead back: it boots by default.",
  }),
  reboot: boolean({
    summary: "Reboot the host if the change needs it, and prove it then.",
  }),
}

/** How to become root; shared by the commands that look or change. */
export const elevation = {
  "sudo-password": string({
    helpValue: "REF",
    summary: "sudo's password, as env:NAME, file:PATH or cmd:COMMAND.",
  }),
}

/** What may be built. */
export const heavy = {
  "allow-heavy-builds": boolean({
    summary: "Allow compiling packages such as torch.",
  }),
}

/** Answers what the guard of a first deployment asks. */
export const first = {
  accept: string({
    delimiter: ",",
    helpValue: "ID",
    multiple: true,
    multipleNonGreedy: true,
    options: [...differenceIds],
    summary: "Changes a first deployment may make: root-device, login …",
  }),
}

/** The values of `--accept`, which oclif has checked. */
export function accepted(
  words: readonly string[] | undefined,
): readonly DifferenceId[] {
  return differenceIds.filter((id) => words?.includes(id) === true)
}

/** What may be built, and how many hosts at once. */
export const building = {
  ...heavy,
  ...parallel,
}

/** Where the deployment is meant to end. */
export const goal = option({
  default: "switch" as const,
  options: [
    "boot",
    "build",
    "dry-activate",
    "push",
    "stage",
    "switch",
    "test",
  ] as const,
  summary: "Where to stop.",
})

/** Who activates. */
export const engine = option({
  default: "sdops" as const,
  options: ["nixos-rebuild", "sdops"] as const,
  summary: "nixos-rebuild: let it do the switch, without a supervisor.",
})
