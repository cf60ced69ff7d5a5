import type { Benchmark } from "./benchmark.ts"

export type Choice = {
  readonly benchmark: Benchmark
  /** Those of the benchmark that run. */
  readonly cases: readonly string[]
  /** Whether that is all of them. */
  readonly whole: boolean
}

/**
 * What words of the command line choose: benchmarks (all of them without a
 * word), and cases of those (again all). Or why they choose nothing.
 */
export function choose(
  words: readonly string[],
  benchmarks: readonly Benchmark[],
): readonly Choice[] | string {
  const named = benchmarks.filter(({ name }) => words.includes(name))
  const chosen = named.length > 0 ? named : benchmarks
  const casesOf = ({ cases = [] }: Benchmark) => cases
  const known = [
    ...benchmarks.map(({ name }) => name),
    ...named.flatMap(casesOf),
  ]
  const unknown = words.filter((word) => !known.includes(word))
  if (unknown.length > 0) {
    return `no benchmark ${unknown.join(", ")}; there are: ${known.join(", ")}`
  }
  return chosen.map((benchmark) => {
    const all = casesOf(benchmark)
    const some = all.filter((name) => words.includes(name))
    const whole = some.length === 0 || some.length === all.length
    return { benchmark, cases: whole ? all : some, whole }
  })
}
