/** What a dry activation says it would do; unit names, sorted as printed. */
export type DryActivation = {
  /** Changed, and left running. */
  readonly keep: readonly string[]
  readonly reload: readonly string[]
  readonly restart: readonly string[]
  readonly start: readonly string[]
  readonly stop: readonly string[]
}

/**
 * Reads the lists of switch-to-configuration's dry-activate (its own words,
 * recorded in test/fixtures/switch-to-configuration).
 */
export function parseDryActivation(output: string): DryActivation {
  return {
    keep: listed(output, "NOT stop", "changed units"),
    reload: listed(output, "reload"),
    restart: listed(output, "restart"),
    start: listed(output, "start"),
    stop: listed(output, "stop"),
  }
}

function listed(
  output: string,
  verb: string,
  what = "units",
): readonly string[] {
  const words = `would ${verb} the following ${what}`
  const pattern = new RegExp(`^${words}: (.*)$`, "gm")
  return [...output.matchAll(pattern)].flatMap(([, names = ""]) =>
    names.split(", ").filter((name) => name !== ""),
  )
}
