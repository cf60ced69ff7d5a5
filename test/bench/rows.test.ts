import { expect, test } from "vitest"
import { row } from "../../bench/benchmark.ts"
import { cells, merged } from "../../bench/rows.ts"

const slow = row("far: seconds", [4, 9, 2], { name: "a", values: [2] }, "s")
const even = row("far: seconds", [4], { name: "b", values: [4, 4] }, "s")
const forks = row("far: forks", [30], { name: "a", values: [60] }, "")

test("a case is one line: ours, then each peer and our ratio to it", () => {
  expect(cells([slow, even, forks])).toEqual([
    ["far: seconds", "4 s", "a: 2 s", "2 times", "b: 4 s", "1 times"],
    ["far: forks", "30", "a: 60", "0.5 times"],
  ])
})

test("a case that ran again replaces its rows, and no others", () => {
  const again = row("far: seconds", [3], { name: "a", values: [2] }, "s")
  expect(merged([slow, even, forks], [again])).toEqual([forks, again])
})
