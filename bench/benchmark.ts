/** Ours against a peer: medians of the same run. */
export type Row = {
  readonly case: string
  readonly ours: number
  /** What `theirs` is of. */
  readonly peer: string
  readonly theirs: number
  /** Ours to theirs: below 1 is better than the peer. */
  readonly ratio: number
  readonly unit: string
}

export type Benchmark = {
  /** Of the command line and of the file with the results. */
  readonly name: string
  /** Which of its parts can be chosen; all of them run otherwise. */
  readonly cases?: readonly string[]
  readonly run: (cases: readonly string[]) => Promise<readonly Row[]>
}

/** The middle one; the mean of the two in the middle. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other)
  const [low = 0, high = low] = sorted.slice(
    Math.floor((sorted.length - 1) / 2),
    Math.floor(sorted.length / 2) + 1,
  )
  return (low + high) / 2
}

/** A row of rounded medians. */
export function row(
  name: string,
  ours: readonly number[],
  peer: { readonly name: string; readonly values: readonly number[] },
  unit: string,
): Row {
  const [mine, theirs] = [median(ours), median(peer.values)]
  return {
    case: name,
    ours: rounded(mine),
    peer: peer.name,
    theirs: rounded(theirs),
    ratio: rounded(mine / theirs),
    unit,
  }
}

function rounded(number: number): number {
  return Number(number.toFixed(2))
}
