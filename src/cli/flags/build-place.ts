import { string as argument } from "@oclif/core/args"
import { string } from "@oclif/core/flags"

/** Which machines are asked for builds. */
export const buildPlace = {
  on: string({
    helpValue: "NAME",
    multiple: true,
    multipleNonGreedy: true,
    summary: "Ask these hosts and builders only (default: all).",
  }),
}

/** A build, by its name. */
export const buildName = argument({
  description: "Its name, as `builds list` shows it.",
  required: true,
})
