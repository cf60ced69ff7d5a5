import type { Pixels } from "../../apps/picture.ts"

/** How far two pictures are from one another. */
export type Comparison =
  | { readonly how: "another size" }
  | {
      readonly how: "different" | "same pixels" | "within tolerance"
      /** The largest difference of a channel, 0 to 255. */
      readonly largest: number
      /** The mean difference of a channel, 0 to 255. */
      readonly mean: number
    }

/**
 * Compares colours, not alpha. `tolerance`: the mean difference that another
 * GPU's arithmetic may make.
 */
export function compare(
  one: Pixels,
  other: Pixels,
  tolerance: number,
): Comparison {
  if (one.width !== other.width || one.height !== other.height)
    return { how: "another size" }
  let [largest, sum] = [0, 0]
  const count = one.width * one.height
  for (let at = 0; at < count; at++)
    for (let channel = 0; channel < 3; channel++) {
      const mine = one.data[at * one.channels + channel] ?? 0
      const theirs = other.data[at * other.channels + channel] ?? 0
      const difference = Math.abs(mine - theirs)
      largest = Math.max(largest, difference)
      sum += difference
    }
  const mean = Math.round((sum / (count * 3)) * 1000) / 1000
  if (largest === 0) return { how: "same pixels", largest, mean }
  const how = mean <= tolerance ? "within tolerance" : "different"
  return { how, largest, mean }
}
