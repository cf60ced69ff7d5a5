import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { LabProblem } from "./problem.ts"
import type { Lab } from "./settings.ts"

/** The folder that a host's hardware and its callers share. */
export function hostFolder(lab: Lab, name: string): string {
  return join(lab.state, "hosts", name)
}

/** Names of the hosts of a lab, sorted. */
export async function hostNames(lab: Lab): Promise<string[]> {
  return (await list(join(lab.state, "hosts"))).toSorted()
}

/** One of the small files of a host, trimmed; undefined where it isn't. */
export async function read(
  lab: Lab,
  name: string,
  file: string,
): Promise<string | undefined> {
  const path = join(hostFolder(lab, name), file)
  const text = await readFile(path, "utf8").catch(() => undefined)
  return text?.trim()
}

/** Errors: LabProblem where there is no such host, naming those there are. */
export async function addressOf(lab: Lab, name: string): Promise<string> {
  const address = await read(lab, name, "address")
  if (address !== undefined) return address
  const names = (await hostNames(lab)).join(", ") || "none"
  throw new LabProblem(`no rehearsal host is named ${name} (there: ${names})`)
}

/** Layers below the hosts of every lab that shares the folder. */
export async function layersInUse(lab: Lab): Promise<string[]> {
  const root = join(lab.directory, "state")
  const labs = (await list(root)).map((name) => join(root, name))
  const used = labs.map(async (state) => {
    const other = { ...lab, state }
    const names = await hostNames(other)
    return Promise.all(names.map((name) => read(other, name, "layers")))
  })
  const all = (await Promise.all(used)).flat()
  return all.flatMap((layers) => (layers ?? "").split(":"))
}

async function list(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
