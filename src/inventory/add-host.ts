import { randomUUID } from "node:crypto"
import {
  chmod,
  link,
  mkdir,
  open,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises"
import { dirname, join } from "node:path"
import { fail } from "../errors/fail.ts"
import type { Edit } from "./edit/edit.ts"
import { editFleet } from "./edit/edit-fleet.ts"
import { replaceFile } from "./edit/replace-file.ts"
import { fleetOf } from "./load.ts"
import { readInventory } from "./read.ts"

/** A host that is to be in the inventory. */
export type Addition = {
  readonly name: string
  /** Text of `hosts/<name>.yaml`. */
  readonly host: string
  /** Below `hosts/<name>/`, by path; there is no such folder for none. */
  readonly files: ReadonlyMap<
    string,
    { readonly content: Uint8Array; readonly executable: boolean }
  >
  /** A fleet's first file, or changes of the one that is there. */
  readonly fleet:
    | { readonly text: string }
    | { readonly edits: readonly Edit[] }
}

/**
 * Writes a new host, whole or not at all: whatever fails, the fleet's folder is
 * as it was. Nothing is overwritten. Output: the files, from the root, in the
 * order of their names. Errors: `hostExists`; `badInventory` when the fleet
 * would not load with it; `notEditable`.
 */
export async function addHost(
  root: string,
  addition: Addition,
): Promise<string[]> {
  const { files, fleet, name } = addition
  await requireFree(root, name)
  const hosts = join(root, "hosts")
  await using undo = new AsyncDisposableStack()
  const made = await mkdir(hosts, { recursive: true })
  if (made !== undefined)
    undo.defer(() => rm(made, { force: true, recursive: true }))
  if (files.size > 0) {
    const staged = join(hosts, `.${name}.${randomUUID()}.new`)
    undo.defer(() => rm(staged, { force: true, recursive: true }))
    for (const [path, file] of files) {
      await mkdir(dirname(join(staged, path)), { recursive: true })
      await writeFile(join(staged, path), file.content, { flag: "wx" })
      if (file.executable) await chmod(join(staged, path), 0o755)
    }
    const folder = join(hosts, name)
    await rename(staged, folder)
    undo.defer(() => rm(folder, { force: true, recursive: true }))
  }
  if ("text" in fleet) {
    await create(join(hosts, "fleet.yaml"), fleet.text)
    undo.defer(() => rm(join(hosts, "fleet.yaml"), { force: true }))
  } else if (fleet.edits.length > 0) {
    const path = join(hosts, "fleet.yaml")
    const before = readInventory(root).find(
      ({ file }) => file === "hosts/fleet.yaml",
    )
    await editFleet({ root }, fleet.edits)
    const text = before !== undefined && "text" in before ? before.text : ""
    undo.defer(() => replaceFile(path, text))
  }
  const file = `hosts/${name}.yaml`
  const texts = readInventory(root)
  await fleetOf(root, [...texts, { file, text: addition.host }])
  await create(join(root, file), addition.host)
  undo.move()
  return [
    ...("text" in fleet || fleet.edits.length > 0 ? ["hosts/fleet.yaml"] : []),
    file,
    ...[...files.keys()].map((path) => `hosts/${name}/${path}`),
  ].toSorted()
}

/** Errors: `hostExists` when a file or folder of that name is there. */
export async function requireFree(root: string, name: string): Promise<void> {
  for (const path of [`hosts/${name}.yaml`, `hosts/${name}`]) {
    const found = await stat(join(root, path)).catch(() => undefined)
    if (found !== undefined) throw fail("hostExists", { host: name, path })
  }
}

/** Unlike a rename, a link never replaces. */
async function create(path: string, text: string): Promise<void> {
  const beside = `${path}.${randomUUID()}.new`
  try {
    {
      await using file = await open(beside, "wx")
      await file.writeFile(text)
      await file.sync()
    }
    await link(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
}
