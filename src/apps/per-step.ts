/** A step of a sampler, and when it was over, in milliseconds. */
export type Step = { readonly at: number; readonly value: number }

/** Seconds that a step took; undefined where fewer than two were seen. */
export function perStep(steps: readonly Step[]): number | undefined {
  const [first, last] = [steps[0], steps.at(-1)]
  if (first === undefined || last === undefined || first === last)
    return undefined
  const seconds = (last.at - first.at) / 1000 / (last.value - first.value)
  return Math.round(seconds * 10_000) / 10_000
}
