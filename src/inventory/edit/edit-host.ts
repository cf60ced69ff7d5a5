import { join } from "node:path"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { inTurn } from "../../files/turn.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Fleet } from "../fleet.ts"
import { fleetOf } from "../load.ts"
import { readInventory } from "../read/read.ts"
import { editYaml } from "./edit-yaml.ts"
import { hostEdits, type Wishes } from "./host-edits.ts"

type Turn = Pick<Context<never>, "limits" | "signal">

/** Where a host's file lies, from the fleet's root. */
export function fileOf(host: string): string {
  return `hosts/${host}.yaml`
}

/**
 * Changes a host's file, keeping its comments, as wishes say. Nothing is
 * written unless the whole fleet would load. Output: whether anything changed.
 * Errors: `usage`, `badInventory`, `notEditable`, `fleetBusy`.
 */
export async function editHost(
  fleet: Pick<Fleet, "root">,
  host: string,
  wishes: Wishes,
  context: Turn,
): Promise<boolean> {
  const yaml = await import("yaml")
  return changeHost(fleet, host, context, (text) => {
    const edits = hostEdits(yaml.parse(text) as unknown, wishes, yaml)
    const edited = editYaml(text, edits, yaml)
    if (edited !== undefined) return edited
    const paths = edits.map(({ path }) => path.join("."))
    throw fail("notEditable", { file: fileOf(host), paths })
  })
}

/**
 * Writes what a person made of a host's file, if nobody changed it meanwhile.
 * Output: whether anything changed. Errors: `fileChanged`, `badInventory`,
 * `fleetBusy`.
 */
export async function rewriteHost(
  fleet: Pick<Fleet, "root">,
  host: string,
  written: { readonly after: string; readonly before: string },
  context: Turn,
): Promise<boolean> {
  return changeHost(fleet, host, context, (text) => {
    if (text === written.before) return written.after
    throw fail("fileChanged", { file: fileOf(host) })
  })
}

async function changeHost(
  { root }: Pick<Fleet, "root">,
  host: string,
  context: Turn,
  change: (text: string) => string,
): Promise<boolean> {
  const file = fileOf(host)
  return inTurn(join(root, "hosts"), context, async () => {
    const texts = readInventory(root)
    const old = texts.find((text) => text.file === file)
    // What can't be read is told as loading tells it.
    if (old === undefined || !("text" in old)) {
      await fleetOf(root, texts)
      return false
    }
    const text = change(old.text)
    if (text === old.text) return false
    await fleetOf(
      root,
      texts.map((other) => (other === old ? { file, text } : other)),
    )
    await replaceFile(join(root, file), text)
    return true
  })
}
