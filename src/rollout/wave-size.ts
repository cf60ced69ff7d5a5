import { fail } from "../errors/fail.ts"
import type { WaveSize } from "./settings.ts"

/** `3` or `25%` as a wave's size. Errors: `usage`. */
export function parseWaveSize(text: string): WaveSize {
  const { number, sign } =
    /^(?<number>[1-9]\d{0,5})(?<sign>%?)$/u.exec(text)?.groups ?? {}
  const amount = Number(number)
  if (sign === "") return { count: amount }
  if (sign === "%" && amount <= 100) return { percent: amount }
  throw fail("usage", {
    problem: `--wave must be a count or a percentage such as 25%: ${text}`,
    try: ["sdops rollout --help"],
  })
}

/** How many hosts of so many that is: rounded up, so at least one. */
export function hostsIn(size: WaveSize, of: number): number {
  if ("count" in size) return size.count
  return Math.max(1, Math.ceil((of * size.percent) / 100))
}
