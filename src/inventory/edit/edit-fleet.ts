import { join } from "node:path"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { inTurn } from "../../files/turn.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Fleet } from "../fleet.ts"
import { fleetOf } from "../load.ts"
import { readInventory } from "../read/read.ts"
import type { Edit } from "./edit.ts"
import { editYaml } from "./edit-yaml.ts"

const file = "hosts/fleet.yaml"

type Rooted = Pick<Fleet, "root">

/**
 * Edits `hosts/fleet.yaml`, keeping its comments, and gives the fleet as it
 * is afterwards. `decide` is told the fleet as it is now, which others may have
 * edited since it was loaded; nobody edits it meanwhile. Nothing is written
 * unless the whole fleet would load. Errors: `badInventory` before or after
 * the edit, `notEditable`, `fleetBusy`, those of `decide`.
 */
export async function editFleet(
  fleet: Rooted,
  decide: (now: Fleet) => readonly Edit[],
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<Fleet> {
  return inTurn(join(fleet.root, "hosts"), context, async () => {
    const now = await fleetOf(fleet.root, readInventory(fleet.root))
    const edits = decide(now)
    return edits.length === 0 ? now : editNow(fleet, edits)
  })
}

/** The same, by one whose turn it is. */
export async function editNow(
  fleet: Rooted,
  edits: readonly Edit[],
): Promise<Fleet> {
  const texts = readInventory(fleet.root)
  await fleetOf(fleet.root, texts)
  const old = texts.find((text) => text.file === file)
  const yaml = await import("yaml")
  const text =
    old !== undefined && "text" in old
      ? editYaml(old.text, edits, yaml)
      : undefined
  if (text === undefined) {
    const paths = edits.map(({ path }) => path.join("."))
    throw fail("notEditable", { file, paths })
  }
  const edited = await fleetOf(
    fleet.root,
    texts.map((other) => (other === old ? { file, text } : other)),
  )
  await replaceFile(join(fleet.root, file), text)
  return edited
}
