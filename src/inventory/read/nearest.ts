import { closest, distance } from "fastest-levenshtein"

/**
 * The known word that was probably meant: at most a third of its letters
 * (and never fewer than two) differ. Undefined when none is near.
 */
export function nearest(
  word: string,
  known: readonly string[],
): string | undefined {
  if (known.length === 0) return undefined
  const found = closest(word.toLowerCase(), known)
  const tolerated = Math.max(2, Math.floor(found.length / 3))
  const near = distance(word.toLowerCase(), found) <= tolerated
  return near ? found : undefined
}
