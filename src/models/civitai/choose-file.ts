import type { CivitaiFile, CivitaiVersion } from "./schema.ts"

/** Types of files that come with a model and aren't it. */
const beside = /^(?:archive|config|negative|training data|training images)$/i

/**
 * The file of a version that a download's query asks for; without one the
 * version's own choice. Undefined with a list of what there is: none of them.
 */
export function chooseFile(
  { files }: Pick<CivitaiVersion, "files">,
  wanted: Readonly<Record<string, string>>,
): CivitaiFile | undefined {
  const models = files.filter(({ type }) => !beside.test(type ?? "Model"))
  const said = Object.entries(wanted)
  const fitting = models.filter((file) =>
    said.every(([name, value]) => same(property(file, name), value)),
  )
  const primary = (list: readonly CivitaiFile[]) =>
    list.find((file) => file.primary === true)
  if (said.length > 0) return primary(fitting) ?? fitting[0]
  return primary(models) ?? models[0]
}

/** What names a file in a download's query. */
export function queryOf(file: CivitaiFile): string {
  const said = ["type", "format", "size", "fp"]
    .map((name) => [name, property(file, name)] as const)
    .filter(([, value]) => value !== undefined)
  return new URLSearchParams(said as [string, string][]).toString()
}

function property(file: CivitaiFile, name: string): string | undefined {
  const { metadata } = file
  switch (name) {
    case "format":
      return metadata?.format ?? undefined
    case "fp":
      return metadata?.fp ?? undefined
    case "size":
      return metadata?.size ?? undefined
    case "type":
      return file.type ?? undefined
    default:
      return undefined
  }
}

/** What a file doesn't say doesn't speak against it. */
function same(found: string | undefined, wanted: string): boolean {
  return found === undefined || found.toLowerCase() === wanted.toLowerCase()
}
