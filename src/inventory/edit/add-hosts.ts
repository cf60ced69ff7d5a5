import { mkdir, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import type { Context } from "../../context.ts"
import { inTurn } from "../../files/turn.ts"
import { createFile } from "../../files/whole-file.ts"
import { fleetOf } from "../load.ts"
import { readInventory } from "../read/read.ts"
import { readSources } from "../read/read-sources.ts"
import { removeEmpty } from "./add-host.ts"

/**
 * Writes new files of `hosts/`, all or none: whatever fails, the folder is as
 * it was. Nothing is overwritten. Input: texts by name, `fleet` for the fleet's
 * own. Errors: `badInventory` when the fleet would not load with them;
 * `fleetBusy`; `EEXIST` when somebody has just made one of them.
 */
export async function addHosts(
  root: string,
  files: ReadonlyMap<string, string>,
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<void> {
  const hosts = join(root, "hosts")
  const made = await mkdir(hosts, { recursive: true })
  try {
    await inTurn(hosts, context, async () => {
      const texts = [...files].map(([name, text]) => ({
        file: `hosts/${name}.yaml`,
        text,
      }))
      const there = readInventory(root).filter(
        ({ file }) => !texts.some((one) => one.file === file),
      )
      await fleetOf(root, [...there, ...texts])
      await using undo = new AsyncDisposableStack()
      for (const { file, text } of texts) {
        await createFile(join(root, file), text)
        undo.defer(() => rm(join(root, file), { force: true }))
      }
      undo.move()
    })
  } catch (error) {
    if (made !== undefined) await removeEmpty(hosts, dirname(made))
    throw error
  }
}

/** Whether the fleet's defaults have the GPU that each host must have. */
export async function saysVendor(root: string): Promise<boolean> {
  try {
    const { fleet } = await readSources(readInventory(root))
    return fleet?.value?.defaults.gpu?.vendor !== undefined
  } catch {
    // No fleet yet.
    return false
  }
}
