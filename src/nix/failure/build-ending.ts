/** What the end of a build's log says of why it failed. */
export type BuildEnding =
  /** A signal ended a program that compiles, mostly for broken memory. */
  | { readonly how: "crashed"; readonly program: string; readonly why: string }
  /** Memory ran out, or the kernel ended a program for the want of it. */
  | { readonly how: "no-memory"; readonly why: string }
  | { readonly how: "tests"; readonly tests: readonly string[] }

type Rule = {
  readonly how: BuildEnding["how"]
  /** Groups: `program`, `signal`, `test`. */
  readonly pattern: RegExp
}

const faults = String.raw`Segmentation fault|Bus error|Illegal instruction`

/**
 * The words of compilers, in the order in which they count. Sources: recorded
 * (test/fixtures/build-logs) but for clang's, nvcc's and LLVM's, which are from
 * memory.
 */
const compilers: readonly Rule[] = [
  rule(
    "crashed",
    `(?<signal>${faults}) signal terminated program (?<program>\\S+)`,
  ),
  rule("crashed", `internal compiler error: (?<signal>${faults})`),
  rule("no-memory", /Killed signal terminated program (?<program>\S+)/),
  rule("no-memory", /(?<program>\S+) terminated with signal 9 \[Killed\]/),
  rule(
    "crashed",
    /(?<program>\S+) terminated with signal (?:4|7|11) \[(?<signal>[^\],]+)/,
  ),
  rule("no-memory", /'(?<program>[\w+]+)' died due to signal 9\b/),
  rule(
    "crashed",
    /'(?<program>[\w+]+)' died due to signal (?<signal>4|7|11)\b/,
  ),
  rule("no-memory", /\(signal: 9, SIGKILL: kill\)/),
  rule("crashed", /\(signal: (?:4|7|11), (?<signal>SIG(?:BUS|ILL|SEGV))\b/),
  rule("crashed", /error: (?<program>rustc) interrupted by (?<signal>SIG\w+)/),
  rule(
    "crashed",
    /(?<program>clang)\S*: error: .*(?:failed due to signal|crashed)/,
  ),
  rule("no-memory", /virtual memory exhausted|: out of memory allocating \d/),
  rule("no-memory", /LLVM ERROR: out of memory|std::bad_alloc|^MemoryError\b/),
  rule("no-memory", /\b(?:fork|vfork|posix_spawn)\b.*Cannot allocate memory/),
]

/** The words of test runners; each line that matches names a test. */
const runners: readonly Rule[] = [
  rule("tests", /^(?:FAILED|ERROR) (?<test>\S+\.py(?:::\S+)?)(?: - |$)/),
  rule("tests", /^(?:FAIL|ERROR): (?<test>\w+ \([\w.]+\))/),
  rule("tests", /^--- FAIL: (?<test>\S+) \(/),
  rule("tests", /^test (?<test>\S+) \.\.\. FAILED$/),
  rule(
    "tests",
    /^\s+\d+ - (?<test>.+) \((?:Failed|Timeout|SEGFAULT|.*Exception)/,
  ),
  rule("tests", /^\[ {2}FAILED {2}\] (?<test>[\w/]+\.[\w/]+)/),
  rule("tests", /^\s*\d+\/\d+ (?<test>.+?)\s+(?:FAIL|TIMEOUT)\b/),
  rule("tests", /^FAIL: (?<test>\S+)$/),
]

/**
 * Reads the end of a build's log. A compiler that a signal ended comes before
 * tests, which fail for it. Undefined for any other end.
 */
export function buildEnding(log: readonly string[]): BuildEnding | undefined {
  for (const { how, pattern } of compilers) {
    const line = log.find((one) => pattern.test(one))
    if (line === undefined) continue
    const { program, signal = "a signal" } = pattern.exec(line)?.groups ?? {}
    if (how === "no-memory") return { how, why: sayWant(program) }
    const why = sayFault(signal)
    return { how: "crashed", program: program ?? "the compiler", why }
  }
  const tests = runners.flatMap(({ pattern }) =>
    log.flatMap((line) => pattern.exec(line)?.groups?.["test"] ?? []),
  )
  if (tests.length === 0) return undefined
  return { how: "tests", tests: [...new Set(tests)] }
}

/** What a signal of Nix's own sentence says, by its number. */
export function endedBySignal(signal: number): BuildEnding | undefined {
  if (signal === 9) return { how: "no-memory", why: sayWant("its builder") }
  const [name] = Object.entries(numbers).find(([, it]) => it === signal) ?? []
  if (name === undefined) return undefined
  return { how: "crashed", program: "its builder", why: sayFault(name) }
}

const numbers = { SIGBUS: 7, SIGILL: 4, SIGSEGV: 11 } as const

function sayFault(signal: string): string {
  const of = Object.entries(numbers).find(([, it]) => String(it) === signal)
  return of?.[0] ?? signal
}

function sayWant(program: string | undefined): string {
  return program === undefined
    ? "memory ran out"
    : `${program} was killed, mostly because memory ran out`
}

function rule(how: Rule["how"], pattern: RegExp | string): Rule {
  return { how, pattern: new RegExp(pattern) }
}
