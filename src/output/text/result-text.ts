import type { DeployResult, HostResult } from "../../deploy/outcome/result.ts"
import type { Verdict } from "../../deploy/outcome/verdict.ts"
import { duration } from "../duration.ts"
import { planText } from "./plan-text.ts"
import { sourcesText } from "./sources-text.ts"
import type { Theme } from "../theme.ts"

/** What stdout gets after a deployment: each host, how it ended, its proof. */
export async function resultText(
  result: DeployResult,
  theme: Theme,
  columns: number,
): Promise<string> {
  const hosts = result.hosts.map((host) => hostText(host, theme, columns))
  return (await Promise.all(hosts)).join("\n")
}

async function hostText(
  host: HostResult,
  theme: Theme,
  columns: number,
): Promise<string> {
  const { image, notes, plan, record, seconds, verdict } = host
  const shownPlan = verdict === "planned" || host["stage"] === "plan"
  const lines = [
    `${theme.strong(host.host)}  ${said(verdict, theme)}  ${duration(seconds)}`,
    ...(plan && shownPlan ? [await planText(plan, theme, columns)] : []),
    ...(host.apps ?? []).map(appText),
    ...(host.gpus ?? []).map((line) => `  gpu     ${line}`),
    ...(host.sources ? sourcesText(host.sources) : []).map(
      (line) => `  ${line}`,
    ),
    ...(image ? [`  image   ${image.file}`] : []),
    ...(record === undefined ? [] : [`  record  ${record}`]),
    ...notes.map((note) => `  note    ${note}`),
    ...(host.console ?? []).map((line) => `  on its console: ${line}`),
    ...(plan?.unchanged === true && verdict === "planned"
      ? [theme.dim("  nothing to do")]
      : []),
    ...next(host).map((line) => `  ${theme.dim(line)}`),
  ]
  return lines.join("\n")
}

/** Where an app is; one on loopback is brought here by a tunnel. */
function appText({
  app,
  tunnel,
  url,
}: NonNullable<HostResult["apps"]>[number]) {
  return tunnel === undefined
    ? `  app     ${app}: ${url}`
    : `  app     ${app}: on the host alone; ${tunnel}`
}

function said(verdict: Verdict, theme: Theme): string {
  switch (verdict) {
    case "built":
    case "committed":
    case "dry-activated":
    case "planned":
    case "pushed":
    case "repaired":
    case "staged":
    case "tested":
    case "unchanged":
      return theme.good(verdict)
    case "degraded":
    case "refused":
      return theme.strong(verdict)
    case "conflict":
    case "failed":
    case "interrupted":
    case "rolled-back":
    case "stranded":
      return theme.bad(verdict)
    default:
      return verdict satisfies never
  }
}

/** The command that comes next, where there is an obvious one. */
function next(result: HostResult): readonly string[] {
  const { error, host, plan, verdict } = result
  switch (verdict) {
    case "planned":
      return plan?.unchanged === true ? [] : [`next: sdops deploy ${host}`]
    case "built":
    case "pushed":
      return [`next: sdops deploy ${host}`]
    case "staged":
      return [`next: sdops reboot ${host}`]
    case "committed":
      return [`undo: sdops rollback ${host}`]
    case "interrupted":
    case "stranded":
      return [`next: ${error?.help[0] ?? `sdops resume ${host}`}`]
    default:
      return []
  }
}
