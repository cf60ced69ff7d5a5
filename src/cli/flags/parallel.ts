import { integer } from "@oclif/core/flags"

/** Of every command that works on several hosts. */
export const parallel = {
  parallel: integer({
    default: 10,
    helpValue: "N",
    min: 1,
    summary: "How many hosts to work on at once.",
  }),
}
