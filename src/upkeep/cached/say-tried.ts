type GivenUp = {
  readonly date?: string | undefined
  readonly evaluates: boolean
  readonly heavy: readonly string[]
  readonly problems: readonly string[]
  readonly revision: string
}

/** Why a revision was given up, in a line. */
export function sayTried(tried: GivenUp): string {
  const { date, evaluates, heavy, problems, revision } = tried
  const day = date === undefined ? "" : ` ${date.slice(0, 10)}`
  const at = `${revision.slice(0, 12)}${day}`
  if (!evaluates) return `${at} doesn't evaluate: ${problems.join("; ")}`
  return `${at}: no cache has ${heavy.join(", ")}`
}
