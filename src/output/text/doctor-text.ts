import type { Examination, Finding, HostFindings } from "../../doctor/result.ts"
import { duration } from "../duration.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"

export type DoctorTextOptions = {
  /** Also what is well or was skipped. */
  readonly every: boolean
  readonly theme: Theme
}

type Outcome = Finding["outcome"]

const words: readonly (readonly [Outcome, string])[] = [
  ["bad", "failed"],
  ["warn", "warned"],
  ["ok", "ok"],
  ["skip", "skipped"],
]

/** One line of a host that was looked at: how many of each outcome. */
export function doctorLine({ findings, host, seconds }: HostFindings): string {
  return `${host}  ${count(findings)}  ${duration(seconds)}`
}

/** What was found: a table of this machine and of each host. */
export function doctorText(
  { control, hosts }: Examination,
  options: DoctorTextOptions,
  columns: number,
): string {
  const parts = [
    { findings: control, name: "this machine" },
    ...hosts.map(({ findings, host }) => ({ findings, name: host })),
  ].filter(({ findings }) => findings.length > 0)
  return parts
    .map(({ findings, name }) => {
      const head = `${options.theme.strong(name)}  ${count(findings)}`
      const body = findingsText(findings, options, columns)
      return body === "" ? head : `${head}\n${body}`
    })
    .join("\n\n")
}

function findingsText(
  findings: readonly Finding[],
  { every, theme }: DoctorTextOptions,
  columns: number,
): string {
  const shown = findings.filter(
    ({ fixed, outcome }) =>
      every || fixed || outcome === "bad" || outcome === "warn",
  )
  const rows = shown.flatMap((finding) => [
    [sign(finding.outcome, theme), finding.check, finding.finding],
    ...more(finding).map(([label, text]) => ["", theme.dim(label), text]),
  ])
  return table(rows, { columns, indent: "  " })
}

/** The lines below a finding that asks for something, or was mended. */
function more(finding: Finding): readonly (readonly [string, string])[] {
  const { code, cure, evidence, fix, fixed, means } = finding
  const lines: readonly (readonly [string, readonly string[]])[] = [
    ["means", means === undefined ? [] : [means]],
    ["evidence", evidence],
    ["try", cure],
    [fixed ? "mended by" : "--fix runs", fix === undefined ? [] : [fix]],
    ["code", code === undefined ? [] : [code]],
  ]
  return lines.flatMap(([label, texts]) =>
    texts.map(
      (text, index) => [index === 0 ? `  ${label}` : "", text] as const,
    ),
  )
}

function sign(outcome: Outcome, { bad, dim, good, signs, warn }: Theme) {
  switch (outcome) {
    case "bad":
      return bad(signs.bad)
    case "ok":
      return good(signs.good)
    case "skip":
      return dim(signs.skipped)
    case "warn":
      return warn(signs.warn)
    default:
      return outcome satisfies never
  }
}

function count(findings: readonly Finding[]): string {
  const counts = words.flatMap(([outcome, word]) => {
    const number = findings.filter((one) => one.outcome === outcome).length
    return number === 0 ? [] : [`${number} ${word}`]
  })
  return counts.join(", ")
}
