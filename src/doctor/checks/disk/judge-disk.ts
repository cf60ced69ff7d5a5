import { bad, type Judgement, ok, skip, warn } from "../../check.ts"

const mebibyte = 1024 * 1024

/**
 * Judges room in bytes: bad below what a deployment leaves free, a warning
 * below a twentieth of the file system.
 */
export function judgeDisk(input: {
  readonly cure: readonly string[]
  readonly free: number | undefined
  readonly place: string
  readonly size: number | undefined
  readonly spare: number
}): Judgement {
  const { cure, free, place, size, spare } = input
  if (free === undefined) return skip(`the free space on ${place} is unknown`)
  const left = `${Math.floor(free / mebibyte)} MiB`
  if (free < spare)
    return bad({ cure, finding: `${place} is full: ${left} free` })
  if (size !== undefined && free < size / 20)
    return warn({ cure, finding: `${place} is nearly full: ${left} free` })
  return ok(`${left} free on ${place}`)
}
