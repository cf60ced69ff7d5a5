import { writeFile } from "node:fs/promises"
import { join } from "node:path"

/** What sdops leaves beside the inventory that is this machine's alone. */
const ignored = `\
# Of sdops on one machine: its journals, locks and pictures.
/.sdops/
/hosts/.turns/
/renders/
/rollouts/.journal/
`

/**
 * Tells Git what of a fleet's folder is nobody else's, unless it is told
 * something already. Out: whether that was written.
 */
export async function writeIgnored(root: string): Promise<boolean> {
  try {
    await writeFile(join(root, ".gitignore"), ignored, { flag: "wx" })
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== "EEXIST") throw error
    return false
  }
}
