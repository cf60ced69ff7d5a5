import { mkdir, rm, rmdir, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { type Files, newFolder } from "../../files/new-folder.ts"
import { inTurn } from "../../files/turn.ts"
import { createFile, replaceFile } from "../../files/whole-file.ts"
import type { Edit } from "./edit.ts"
import { editNow } from "./edit-fleet.ts"
import { fleetOf } from "../load.ts"
import { readInventory } from "../read/read.ts"

/** A command line that adds a host, with other values of some flags. */
export type Again = (flags: Readonly<Record<string, string>>) => string

/** A host that is to be in the inventory. */
export type Addition = {
  /** What adds it, for advice. */
  readonly again: Again
  readonly name: string
  /** Text of `hosts/<name>.yaml`; or of the one that is there, completed. */
  readonly host:
    | { readonly text: string }
    | { readonly complete: (text: string) => Promise<string | undefined> }
  /** Below `hosts/<name>/`, by path; there is no such folder for none. */
  readonly files: Files
  /** A fleet's first file, or changes of the one that is there. */
  readonly fleet:
    | { readonly text: string }
    | { readonly edits: readonly Edit[] }
}

/**
 * Writes a new host, whole or not at all: whatever fails, the fleet's folder is
 * as it was. Nothing is overwritten. Output: the files, from the root, in the
 * order of their names. Errors: `hostExists`; `badInventory` when the fleet
 * would not load with it; `notEditable`; `pathRefused`; `fleetBusy`.
 */
export async function addHost(
  root: string,
  addition: Addition,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<string[]> {
  const hosts = join(root, "hosts")
  await requirePlace(root, addition)
  const made = await mkdir(hosts, { recursive: true })
  try {
    return await inTurn(hosts, context, () => write(root, addition))
  } catch (error) {
    if (made !== undefined) await removeEmpty(hosts, dirname(made))
    throw error
  }
}

async function write(root: string, addition: Addition): Promise<string[]> {
  const { files, fleet, name } = addition
  const hosts = join(root, "hosts")
  await requirePlace(root, addition)
  await using undo = new AsyncDisposableStack()
  if (files.size > 0) {
    const folder = join(hosts, name)
    await newFolder(folder, files)
    undo.defer(() => rm(folder, { force: true, recursive: true }))
  }
  const changes = await changeFleet(root, fleet, undo)
  const file = `hosts/${name}.yaml`
  await writeHost(root, file, addition)
  undo.move()
  return [
    ...(changes ? ["hosts/fleet.yaml"] : []),
    file,
    ...[...files.keys()].map((path) => `hosts/${name}/${path}`),
  ].toSorted()
}

async function writeHost(
  root: string,
  file: string,
  { host }: Addition,
): Promise<void> {
  const texts = readInventory(root)
  if ("text" in host) {
    await fleetOf(root, [...texts, { file, text: host.text }])
    return createFile(join(root, file), host.text)
  }
  const old = texts.find((one) => one.file === file)
  const said = old !== undefined && "text" in old ? old.text : ""
  const text = await host.complete(said)
  if (text === undefined) throw fail("notEditable", { file, paths: ["gpu"] })
  const others = texts.filter((one) => one !== old)
  await fleetOf(root, [...others, { file, text }])
  await replaceFile(join(root, file), text)
}

/** A new host's file isn't there yet; one to complete has no folder yet. */
async function requirePlace(root: string, addition: Addition): Promise<void> {
  if ("text" in addition.host) return requireFree(root, addition)
  const path = `hosts/${addition.name}`
  const found = await stat(join(root, path)).catch(() => undefined)
  if (found === undefined) return
  const { again, name: host } = addition
  throw fail("hostExists", { host, path, renamed: again({ name: host }) })
}

/** Whether it was written: a first fleet may be another's since. */
async function changeFleet(
  root: string,
  fleet: Addition["fleet"],
  undo: AsyncDisposableStack,
): Promise<boolean> {
  const path = join(root, "hosts", "fleet.yaml")
  const before = readInventory(root).find(
    ({ file }) => file === "hosts/fleet.yaml",
  )
  if ("text" in fleet) {
    if (before !== undefined) return false
    await createFile(path, fleet.text)
    undo.defer(() => rm(path, { force: true }))
    return true
  }
  if (fleet.edits.length === 0) return false
  await editNow({ root }, new Map([["hosts/fleet.yaml", fleet.edits]]))
  const text = before !== undefined && "text" in before ? before.text : ""
  undo.defer(() => replaceFile(path, text))
  return true
}

/** Removes folders from the inside out, as long as they are empty. */
export async function removeEmpty(
  folder: string,
  until: string,
): Promise<void> {
  for (let at = folder; at !== until; at = dirname(at)) {
    const gone = await rmdir(at).then(
      () => true,
      () => false,
    )
    if (!gone) return
  }
}

/** Errors: `hostExists` when a file or folder of that name is there. */
export async function requireFree(
  root: string,
  { again, name }: Pick<Addition, "again" | "name">,
): Promise<void> {
  const path = await taken(root, name)
  if (path === undefined) return
  let count = 2
  while ((await taken(root, `${name}-${count}`)) !== undefined) count += 1
  const renamed = again({ name: `${name}-${count}` })
  throw fail("hostExists", { host: name, path, renamed })
}

/** The file or folder that has a host's name already. */
async function taken(root: string, name: string): Promise<string | undefined> {
  for (const path of [`hosts/${name}.yaml`, `hosts/${name}`]) {
    const found = await stat(join(root, path)).catch(() => undefined)
    if (found !== undefined) return path
  }
  return undefined
}
