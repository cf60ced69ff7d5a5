import { join } from "node:path"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { inTurn } from "../../files/turn.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Fleet } from "../fleet.ts"
import { fleetOf } from "../load.ts"
import { readInventory, type Text } from "../read/read.ts"
import type { Edit } from "./edit.ts"
import { editYaml } from "./edit-yaml.ts"

type Rooted = Pick<Fleet, "root">

/** Edits by the file that they are of, such as `hosts/fleet.yaml`. */
export type FileEdits = ReadonlyMap<string, readonly Edit[]>

/**
 * Edits `hosts/fleet.yaml`, keeping its comments, and gives the fleet as it
 * is afterwards; otherwise as `editFiles`.
 */
export async function editFleet(
  fleet: Rooted,
  decide: (now: Fleet) => readonly Edit[],
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<Fleet> {
  const inFleet = (now: Fleet) => new Map([["hosts/fleet.yaml", decide(now)]])
  return editFiles(fleet, inFleet, context)
}

/**
 * Edits files of a fleet, keeping their comments, and gives the fleet as it
 * is afterwards. `decide` is told the fleet as it is now, which others may have
 * edited since it was loaded; nobody edits it meanwhile. Nothing is written
 * unless the whole fleet would load. Errors: `badInventory` before or after
 * the edit, `notEditable`, `fleetBusy`, those of `decide`.
 */
export async function editFiles(
  fleet: Rooted,
  decide: (now: Fleet) => FileEdits,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<Fleet> {
  return inTurn(join(fleet.root, "hosts"), context, async () => {
    const now = await fleetOf(fleet.root, readInventory(fleet.root))
    const edits = decide(now)
    const empty = [...edits.values()].every((list) => list.length === 0)
    return empty ? now : editNow(fleet, edits)
  })
}

/** The same, by one whose turn it is. */
export async function editNow(fleet: Rooted, edits: FileEdits): Promise<Fleet> {
  const texts = readInventory(fleet.root)
  await fleetOf(fleet.root, texts)
  const yaml = await import("yaml")
  const edited = new Map<string, Extract<Text, { text: string }>>()
  for (const [file, list] of edits) {
    if (list.length === 0) continue
    const old = texts.find((text) => text.file === file)
    const text =
      old !== undefined && "text" in old
        ? editYaml(old.text, list, yaml)
        : undefined
    if (text === undefined) {
      const paths = list.map(({ path }) => path.join("."))
      throw fail("notEditable", { file, paths })
    }
    edited.set(file, { file, text })
  }
  const found = await fleetOf(
    fleet.root,
    texts.map((other) => edited.get(other.file) ?? other),
  )
  for (const [file, { text }] of edited) {
    await replaceFile(join(fleet.root, file), text)
  }
  return found
}
