import { sayFailure } from "./say-failure.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"
import { placeText } from "./update-text.ts"
import type {
  CheckedHost,
  FlakeChecked,
} from "../../upkeep/evaluating/check-result.ts"
import type { FlakeEjected } from "../../upkeep/eject-result.ts"
import type { FlakeShown, ShownTree } from "../../upkeep/show-result.ts"

/** The inputs, then each host's tree: where it lies, its hash, its files. */
export function shownText({ hosts, inputs }: FlakeShown, theme: Theme): string {
  const rows = inputs.map(({ input, locked, reference }) => [
    theme.strong(input),
    reference,
    locked === undefined ? theme.strong("not locked") : placeText(locked),
  ])
  return [table(rows), ...hosts.map((tree) => treeText(tree, theme))].join(
    "\n\n",
  )
}

function treeText(tree: ShownTree, theme: Theme): string {
  const { bytes, files, folder, hash, host } = tree
  const head = `${theme.strong(host)}  ${files.length} files, ${bytes} bytes`
  const facts = [
    ["hash", hash],
    ["folder", folder],
  ].map(([name = "", value = ""]) => [theme.dim(name), value])
  const rows = files.map((file) => [
    String(file.bytes).padStart(8),
    file.executable ? "x" : "",
    file.path,
  ])
  return [head, table(facts, { indent: "  " }), table(rows)].join("\n")
}

/** Which hosts evaluate; of the others, why not. */
export function checkedText(
  { hosts }: FlakeChecked,
  theme: Theme,
  columns: number,
): string {
  return hosts.map((host) => checkedHost(host, theme, columns)).join("\n")
}

function checkedHost(
  { error, host, on, warnings }: CheckedHost,
  theme: Theme,
  columns: number,
): string {
  if (error !== undefined) return sayFailure(error, theme, columns)
  const sign = theme.good(theme.signs.good)
  const where = on === host ? "" : theme.dim(`  evaluated on ${on}`)
  const warned = warnings.map(
    (text) => `   ${theme.warn(theme.signs.warn)} ${text}`,
  )
  return [` ${sign} ${theme.strong(host)}${where}`, ...warned].join("\n")
}

/** What was written where, and how it goes on. */
export function ejectedText(result: FlakeEjected, theme: Theme): string {
  const { files, folder, hosts, locked, next } = result
  const lock = locked ? "" : ", without a lock"
  return [
    `wrote ${files} files of ${hosts.join(", ")} to ${folder}${lock}`,
    ...next.map((line) => theme.dim(`next: ${line}`)),
  ].join("\n")
}
