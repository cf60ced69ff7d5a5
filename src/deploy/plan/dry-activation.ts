/** What a dry activation says it would do; unit names, sorted as printed. */
export type DryActivation = {
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
    reload: listed(output, "reload"),
    restart: listed(output, "restart"),
    start: listed(output, "start"),
    stop: listed(output, "stop"),
  }
}

function listed(output: string, verb: string): readonly string[] {
  const pattern = new RegExp(`^would ${verb} the following units: (.*)$`, "gm")
  return [...output.matchAll(pattern)].flatMap(([, names = ""]) =>
    names.split(", ").filter((name) => name !== ""),
  )
}
