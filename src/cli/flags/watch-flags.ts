import { boolean, integer } from "@oclif/core/flags"

/** Of commands that show how hosts are now. */
export const watching = {
  every: integer({
    dependsOn: ["watch"],
    helpValue: "SECONDS",
    min: 1,
    summary: "Seconds between two looks (default: 5).",
  }),
  watch: boolean({
    char: "w",
    exclusive: ["json"],
    summary: "Look again and again, until Ctrl-C.",
  }),
}

/** The parsed form of `watching`. */
type Watching = {
  readonly every?: number | undefined
  readonly watch: boolean
}

/** Seconds between two looks; undefined: one look only. */
export function everyOf({ every, watch }: Watching): number | undefined {
  return watch ? (every ?? 5) : undefined
}
