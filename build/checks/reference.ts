import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { referencePage } from "../reference/page.ts"
import { root } from "../tree.ts"
import { type Check, judged } from "./check.ts"

/** The page of all commands is what the program itself says. */
export const reference: Check = {
  name: "reference",
  async run() {
    await import("../build.ts")
    const file = join(root, "docs", "reference.md")
    const page = await readFile(file, "utf8").catch(() => "")
    const fresh = page === (await referencePage(root))
    return judged(fresh ? [] : ["run node build/reference.ts"])
  },
}
