import type { PlanSummary } from "../../deploy/plan/plan-summary.ts"

type Versions = Pick<
  NonNullable<PlanSummary["packages"]>[number],
  "from" | "to"
>

/** Lines that are shown; `--json` has the others. */
const most = 10

/** Packages old → new with what they grow by, a line each; many are counted. */
export function packageLines(
  packages: NonNullable<PlanSummary["packages"]>,
  prettyBytes: (bytes: number, options: { signed: boolean }) => string,
): readonly string[] {
  const lines = packages.slice(0, most).map((change) => {
    const after = change["bytes-after"]
    const growth =
      after === undefined
        ? ""
        : `, ${prettyBytes(after - change["bytes-before"], { signed: true })}`
    return `${change.name} ${sayVersions(change)}${growth}`
  })
  const rest = packages.length - lines.length
  return rest > 0 ? [...lines, `and ${rest} more`] : lines
}

function sayVersions({ from, to }: Versions): string {
  const [old, now] = [from.join(", "), to.join(", ")]
  if (old === "") return `${now}, new`
  return now === "" ? `${old}, gone` : `${old} → ${now}`
}
