import { blocksOf, readMessages } from "../log/messages.ts"
import type { Problem, ProblemKind } from "./problem.ts"
import { rules } from "./problem-rules.ts"

/**
 * Everything that a nix command complained about, in order, both dialects,
 * with or without internal-json. An error that no rule knows is `unknown`.
 * Input: the whole stderr.
 */
export function readProblems(stderr: string): Problem[] {
  const { lines, logs, machines } = readMessages(stderr)
  const problems = blocksOf(lines).flatMap((block) => {
    const problem = problemOf(block)
    if (problem === undefined) return []
    const { drv = "" } = problem
    // What Nix itself shows of a log are its last lines only.
    const log = logs.get(drv) ?? problem.log
    const machine = problem.machine ?? machines.get(drv)
    return [{ ...problem, log, machine }]
  })
  // nix-build lets builders print, and some of them print "error:" too.
  const known = problems.filter(({ kind }) => kind !== "unknown")
  return known.some(({ severity }) => severity === "error") ? known : problems
}

/**
 * The problem that explains the others: dependants fail because of it, a
 * builder's failure because its disk is full. Undefined when there is none.
 */
export function causeOf(problems: readonly Problem[]): Problem | undefined {
  const rank = ({ kind, severity }: Problem) => {
    const at = causes.indexOf(kind)
    return (at < 0 ? causes.length : at) + (severity === "error" ? 0 : 0.5)
  }
  return problems.toSorted((a, b) => rank(a) - rank(b))[0]
}

/** From causes to what only follows from others. */
const causes: readonly ProblemKind[] = [
  // We end Nix for it.
  "endless",
  "interrupted",
  "disk-full",
  "usage",
  "bad-builders",
  "daemon-down",
  "no-nix",
  "host-key",
  "login-refused",
  "untrusted",
  "builder-unreachable",
  "input-unavailable",
  "input-changed",
  "lock-outdated",
  "not-provided",
  "evaluation",
  "hash-mismatch",
  "killed",
  "timeout",
  "no-output",
  "wrong-system",
  "missing-feature",
  "build-failed",
  "unsigned",
  "corrupt-download",
  "store-unreachable",
  "cache-unreachable",
  "not-a-cache",
  "no-machine",
  "no-jobs",
  "unknown",
  "path-nowhere",
  "dependency-failed",
  "references-missing",
  "cache-miss",
]

function problemOf(block: string): Problem | undefined {
  // Nix itself goes on after these.
  if (block.startsWith("error (ignored):")) return undefined
  const found = rules.find(({ pattern }) => pattern.test(block))
  const isError = /^error\b/.test(block)
  if (found === undefined && !isError) return undefined
  // What a program prints while it is built is its log, not Nix's complaint.
  if (!isError && !alsoPlain.has(found?.kind ?? "unknown")) {
    if (!block.startsWith("warning:")) return undefined
  }
  const groups = found?.pattern.exec(block)?.groups ?? {}
  const machine = /' on '([^']+)' failed/.exec(block)?.[1]
  return {
    kind: found?.kind ?? "unknown",
    severity: isError ? "error" : "warning",
    text: sentenceOf(block),
    block,
    log: logOf(block),
    drv: groups["drv"] ?? /'(\/[^'^]+\.drv)/.exec(block)?.[1],
    got: groups["got"],
    machine: groups["machine"] ?? machine,
    needs: groups["needs"],
    path: groups["path"],
    setting: groups["setting"],
    specified: groups["specified"],
    url: groups["url"],
  }
}

/** What ssh and the build hook say without `error:` before it. */
const alsoPlain: ReadonlySet<ProblemKind> = new Set<ProblemKind>([
  "builder-unreachable",
  "cache-miss",
  "host-key",
  "login-refused",
  "no-machine",
  "no-nix",
  "store-unreachable",
])

/** The innermost `error:`, which is the real one; the rest is the trace. */
function sentenceOf(block: string): string {
  const parts = block.split(/(?:^|\n\s+|: )error:\s*(?=\S)/)
  const last = parts.at(-1) ?? block
  const lines = last
    .replace(/^(?:warning: )?(?:error: ?)?/, "")
    .split("\n")
    .map((line) => line.trim())
  const first = lines.findIndex((line) => line !== "")
  const end = lines.findIndex((line, at) => at > first && line === "")
  const said = lines.slice(first, end < 0 ? undefined : end)
  const position = said.findIndex((line) => /^at .*:\d+:\d+:$/.test(line))
  return said.slice(0, position < 0 ? undefined : position).join("\n")
}

/** The lines after `last N log lines:`, which start with `>`. */
function logOf(block: string): string[] {
  return block
    .split("\n")
    .filter((line) => /^\s+> ?/.test(line))
    .map((line) => line.replace(/^\s+> ?/, ""))
}
