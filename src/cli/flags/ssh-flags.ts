import { integer } from "@oclif/core/flags"

/** Where a machine that is added takes SSH connections. */
export const port = {
  port: integer({
    helpValue: "N",
    max: 65_535,
    min: 1,
    summary: "SSH port (default: ssh_config's, or 22).",
  }),
}
