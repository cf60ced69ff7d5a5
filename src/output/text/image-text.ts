import type { ImageImported } from "../../images/import/result.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"

/** What `image import` found, and what is left to do. */
export function importedText(
  imported: ImageImported,
  theme: Theme,
  columns: number,
): string {
  const { bad, good, signs, warn } = theme
  const rows = imported.models.map((model) =>
    model.match === "missing"
      ? [bad(signs.bad), model.folder, model.name, sayMissing(model)]
      : [good(signs.good), model.folder, model.name, sayFound(model)],
  )
  const left = imported["left-out"].map((line) => [
    warn(signs.warn),
    "left out",
    line,
  ])
  return [
    `${imported.files.join(" and ")}: as ${imported.from} made it`,
    ...(rows.length > 0 ? [table(rows, { columns, indent: "  " })] : []),
    ...(left.length > 0 ? [table(left, { columns, indent: "  " })] : []),
    `  next: sdops image render ${imported.name}`,
  ].join("\n")
}

type Model = ImageImported["models"][number]

function sayFound({ file = "", hosts, match }: Model): string {
  return `${file} on ${hosts.join(", ")}, by its ${match}`
}

function sayMissing({ add, hash }: Model): string {
  if (add !== undefined) return add
  const known = hash === undefined ? "" : ` (sha256 ${hash}…)`
  return `not declared${known}; sdops models add declares it`
}
