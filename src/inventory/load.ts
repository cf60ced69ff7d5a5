import { hostsWithAgeFiles, sitesWithAgeFiles } from "./read/age-beside.ts"
import { camelKeys } from "../camel-keys.ts"
import { completeHost, fleetInputs, fleetPolicy } from "./complete.ts"
import { type FindInput, findFleet } from "./find.ts"
import type { Fleet } from "./fleet.ts"
import type { Host } from "./host.ts"
import { judgeName } from "./schema/host-name.ts"
import { isTable } from "./merge.ts"
import { type Problem, refused } from "./read/problem.ts"
import { readInventory, type Text } from "./read/read.ts"
import { readSources, type Sources } from "./read/read-sources.ts"
import type { FleetFile } from "./schema/fleet.ts"
import type { HostFile } from "./schema/host.ts"
import { danglingReferences } from "./references.ts"
import { repeated } from "./repeated.ts"
import { namesAbout } from "./select/select.ts"

/**
 * The fleet, read and checked without evaluating any Nix: the whole of it, or
 * with the hosts alone that selectors are about. Errors: `noFleet`;
 * `badInventory` with every problem of every file at once that was read.
 */
export async function loadFleet(
  input: FindInput & { readonly about?: readonly string[] | undefined },
  context: { readonly environment: NodeJS.ProcessEnv },
): Promise<Fleet> {
  const root = await findFleet(input, context)
  const { about = [] } = input
  return fleetOf(
    root,
    readInventory(root, (names) => namesAbout(about, names)),
  )
}

/**
 * The fleet that these files of a root are; they may differ from those on
 * disk. Errors: `badInventory`.
 */
export async function fleetOf(
  root: string,
  texts: readonly Text[],
): Promise<Fleet> {
  const sources = await readSources(texts)
  const dangling = partsOf(sources).flatMap((part) =>
    danglingReferences(part, sources.fleet?.value, root),
  )
  const { hosts, problems } = completeAll(sources)
  const all = [...sources.problems, ...dangling, ...problems]
  const file = sources.fleet?.value
  if (all.length > 0 || file === undefined) throw refused(all)
  return {
    builders: buildersOf(file),
    caches: file.caches,
    hosts: hostsWithAgeFiles(hosts, root),
    inputs: fleetInputs(file),
    modelSites: sitesWithAgeFiles(modelSitesOf(file), root),
    policy: fleetPolicy(file),
    root,
    warnings: repeated(sources.hosts),
  }
}

function buildersOf({ builders }: FleetFile): Fleet["builders"] {
  const pairs = Object.entries(builders)
  return Object.fromEntries(pairs.map(([name, one]) => [name, camelKeys(one)]))
}

function modelSitesOf({ "model-sites": sites }: FleetFile) {
  return camelKeys(sites)
}

function partsOf({ fleet, hosts }: Sources) {
  const own = hosts.map(({ source }) => ({
    at: [],
    source,
    value: source.value,
  }))
  if (fleet?.value === undefined) return own
  const value = fleet.value.defaults
  return [{ at: ["defaults"], source: fleet.source, value }, ...own]
}

function completeAll({ fleet, hosts }: Sources) {
  const complete = new Map<string, Host>()
  const problems: Problem[] = []
  for (const { name, source, value } of hosts) {
    const unfit = judgeName(name)
    if (unfit !== undefined) problems.push(source.problem([], unfit))
    if (fleet?.value === undefined || !isTable(source.value)) continue
    // A malformed file is also asked for what it lacks, but makes no host.
    const own = value ?? (source.value as HostFile)
    const made = completeHost(name, own, fleet.value)
    if ("host" in made) complete.set(name, made.host)
    else
      for (const { path, expected } of made.lacks)
        problems.push(source.problem(path, `missing; expected ${expected}`))
  }
  return { hosts: complete, problems }
}
