import type { Row } from "./benchmark.ts"

/** Cells of a table: a line a case, with ours, each peer's and the ratio. */
export function cells(rows: readonly Row[]): readonly (readonly string[])[] {
  return [...Map.groupBy(rows, (row) => row.case)].map(
    ([name, [first, ...more]]) => {
      const own = first === undefined ? "" : amount(first.ours, first.unit)
      const peers = [first, ...more].flatMap((row) =>
        row === undefined
          ? []
          : [
              `${row.peer}: ${amount(row.theirs, row.unit)}`,
              `${row.ratio} times`,
            ],
      )
      return [name, own, ...peers]
    },
  )
}

/** Rows of a run in place of those of the same cases. */
export function merged(
  old: readonly Row[],
  fresh: readonly Row[],
): readonly Row[] {
  const again = new Set(fresh.map((row) => row.case))
  return [...old.filter((row) => !again.has(row.case)), ...fresh]
}

function amount(number: number, unit: string): string {
  return `${number} ${unit}`.trimEnd()
}
