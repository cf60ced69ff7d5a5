import { join } from "node:path"
import { fail } from "../../errors/fail.ts"
import type { Fleet } from "../fleet.ts"
import { fleetOf } from "../load.ts"
import { readInventory } from "../read.ts"
import type { Edit } from "./edit.ts"
import { editYaml } from "./edit-yaml.ts"
import { replaceFile } from "./replace-file.ts"

const file = "hosts/fleet.yaml"

/**
 * Edits `hosts/fleet.yaml`, keeping its comments, and gives the fleet as it
 * is afterwards. Nothing is written unless the whole fleet would load.
 * Errors: `badInventory` before or after the edit, `notEditable`.
 */
export async function editFleet(
  fleet: Pick<Fleet, "root">,
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
