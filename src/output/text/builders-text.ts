import type {
  BuilderAdded,
  BuilderFinding,
  BuildersChecked,
  BuildersListed,
} from "../../builders/result.ts"
import type {
  BuildAttached,
  BuildCancelled,
  BuildsListed,
} from "../../fleet/builds/result.ts"
import { age } from "../age.ts"
import { duration } from "../duration.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"
import { sayFailure } from "./say-failure.ts"

/** The fleet's builders as a table. */
export function buildersText({ builders }: BuildersListed): string {
  if (builders.length === 0) return "the fleet has no builders"
  const rows = builders.map((it) => [
    it.name,
    `${it.user}@${it.address}${it.port === undefined ? "" : ` ${it.port}`}`,
    it.systems.join(","),
    `${it["max-jobs"]} jobs`,
    it.features.join(",") || "–",
    it["host-key"] === undefined ? "no host-key, so unused" : "pinned",
  ])
  return table(rows)
}

/** What was written, and what the builder has to let in. */
export function addedText({ added, authorise }: BuilderAdded): string {
  const { name, user } = added
  const lines =
    authorise.length === 0
      ? []
      : [
          `to authorise on ${name}, for ${user} (authorized_keys):`,
          ...authorise.map(({ line }) => `  ${line}`),
        ]
  const next = `next: sdops builders check ${name}`
  return [`added ${name} to hosts/fleet.yaml`, ...lines, next].join("\n")
}

/** What each builder proved, seen from each host. */
export function checkedText(
  { checks }: BuildersChecked,
  theme: Theme,
  columns: number,
): string {
  if (checks.length === 0) return "no builders to check"
  const parts = checks.map(({ builder, findings, host, nix, seconds }) => {
    const version = nix === undefined ? "" : `  Nix ${nix}`
    const head = `${theme.strong(builder)} from ${host}`
    const rows = findings.flatMap((finding) => rowsOf(finding, theme))
    const body = table(rows, { columns, indent: "  " })
    return `${head}${version}  ${duration(seconds)}\n${body}`
  })
  return parts.join("\n\n")
}

function rowsOf(
  { code, cure, evidence, finding, outcome }: BuilderFinding,
  { bad, dim, good, signs }: Theme,
): readonly (readonly string[])[] {
  const sign = outcome === "ok" ? good(signs.good) : bad(signs.bad)
  const more: readonly (readonly [string, readonly string[]])[] = [
    ["evidence", evidence],
    ["try", cure],
    ["code", code === undefined ? [] : [code]],
  ]
  const below = more.flatMap(([label, texts]) =>
    texts.map((text, at) => ["", dim(at === 0 ? label : ""), text]),
  )
  return [[sign, "", finding], ...below]
}

/** Builds as a table, then the machines that could not be asked. */
export function buildsText(
  { builds, unread }: BuildsListed,
  theme: Theme,
  columns: number,
): string {
  const now = new Date()
  const rows = builds.map(({ begun, build, hosts, on, state, what }) => [
    build,
    on,
    state,
    `begun ${age(begun, now)} ago`,
    what === "heavy" ? "heavy packages" : hosts.join(" "),
  ])
  const known = builds.length === 0 ? "no builds" : table(rows, { columns })
  const failures = unread.map(({ error }) => sayFailure(error, theme, columns))
  return [known, ...failures].join("\n")
}

export function attachedText({ build, on }: BuildAttached): string {
  return `the build ${build} on ${on} is done`
}

export function cancelledText({ build, on, ran }: BuildCancelled): string {
  return ran
    ? `the build ${build} on ${on} was cancelled`
    : `the build ${build} on ${on} had ended before`
}
