import { fail } from "../../errors/fail.ts"
import { isTable } from "../merge.ts"
import { readSources } from "./read-sources.ts"
import type { Text } from "./read.ts"
import { type Path, sayPath, type Source } from "./source.ts"
import { unmatched } from "../select/unmatched.ts"

/** Where a value is written, such as `hosts/lithium.yaml:4`; or `sdops`. */
export type Origins = Readonly<Record<string, string>>

/**
 * Of each value of a complete host that isn't a map, by its path: the file and
 * line that says it, or `sdops` where no file does. Errors: `unknownHost` when
 * none of the files is the host's.
 */
export async function originsOf(
  texts: readonly Text[],
  name: string,
  host: Readonly<Record<string, unknown>>,
): Promise<Origins> {
  const { fleet, hosts } = await readSources(texts)
  const own = hosts.find((other) => other.name === name)?.source
  if (own === undefined) {
    const there = hosts.map((other) => ({ name: other.name, tags: [] }))
    throw fail("unknownHost", { ...unmatched(name, there), selector: name })
  }
  const shared = fleet?.source
  const places = (path: Path): readonly (readonly [Source, Path])[] => [
    [own, path],
    ...(shared === undefined
      ? []
      : ([
          [shared, ["defaults", ...path]],
          ...(path[0] === "policy" ? [[shared, path] as const] : []),
        ] as const)),
  ]
  const pairs = leavesOf(host, []).map((path) => {
    const found = places(path).flatMap(([source, at]) => {
      const said = pathIn(source.value, at)
      return said === undefined ? [] : [placeOf(source, said)]
    })
    return [sayPath(path), found[0] ?? "sdops"]
  })
  return Object.fromEntries(pairs) as Origins
}

function placeOf(source: Source, path: Path): string {
  return `${source.file}:${source.problem(path, "", "key").line}`
}

/** Lists count as one value, since they are replaced and not merged. */
function leavesOf(value: unknown, path: Path): Path[] {
  if (!isTable(value) || Object.keys(value).length === 0) return [path]
  return Object.keys(value).flatMap((key) =>
    leavesOf(value[key], [...path, key]),
  )
}

/** Where a file says it; a model's hash is `sha256` to most. */
function pathIn(value: unknown, path: Path): Path | undefined {
  const [step, ...rest] = path
  if (step === undefined) return value === undefined ? undefined : []
  if (!isTable(value)) return undefined
  const key = step === "hash" && !("hash" in value) ? "sha256" : String(step)
  const below = pathIn(value[key], rest)
  return below === undefined ? undefined : [key, ...below]
}
