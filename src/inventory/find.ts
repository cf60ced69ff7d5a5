import { stat } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { fail } from "../errors/fail.ts"

export type FindInput = {
  /** The value of `--fleet`: the root, its `hosts/`, or `fleet.yaml`. */
  readonly fleet?: string | undefined
  /** Where to begin to look; absolute. */
  readonly from: string
}

/**
 * The fleet's root: `--fleet`, else `SDOPS_FLEET`, else the nearest folder
 * upwards that holds `hosts/fleet.yaml`. Errors: `noFleet`, with the places.
 */
export async function findFleet(
  input: FindInput,
  context: { readonly environment: NodeJS.ProcessEnv },
): Promise<string> {
  const variable = context.environment["SDOPS_FLEET"]
  const said = input.fleet ?? (variable === "" ? undefined : variable)
  const candidates =
    said === undefined ? upwards(input.from) : named(resolve(input.from, said))
  for (const root of candidates) if (await holdsFleet(root)) return root
  throw fail("noFleet", {
    by: input.fleet !== undefined ? "--fleet" : said ? "SDOPS_FLEET" : "folder",
    searched: candidates.map((root) => join(root, "hosts", "fleet.yaml")),
  })
}

/** The roots that one given path may mean. */
function named(path: string): string[] {
  if (basename(path) === "fleet.yaml") return [dirname(dirname(path))]
  return basename(path) === "hosts" ? [path, dirname(path)] : [path]
}

function upwards(from: string): string[] {
  const above = dirname(from)
  return above === from ? [from] : [from, ...upwards(above)]
}

async function holdsFleet(root: string): Promise<boolean> {
  const found = await stat(join(root, "hosts", "fleet.yaml")).catch(() => null)
  return found?.isFile() === true
}
