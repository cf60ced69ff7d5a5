import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { elsewhere } from "./host-parts.ts"
import { filesUnder, root } from "./tree.ts"

/** A hash of all that a bundle is made of. */
export async function inputHash(): Promise<string> {
  const folders = await Promise.all([
    filesUnder("src", ""),
    filesUnder("build", ".ts"),
    filesUnder("nix/data", ".json"),
  ])
  const single = [...elsewhere, "package-lock.json", "package.json"]
  const files = [...folders.flat(), ...single]
  const hash = createHash("sha256")
  for (const file of files) {
    const text = await readFile(join(root, file))
    hash.update(`${file}\0${text.length}\0`).update(text)
  }
  return hash.digest("hex")
}

/** Whether a bundle was made of just these inputs. */
export async function isCurrent(dist: string, hash: string): Promise<boolean> {
  const inputs = await readFile(join(dist, "inputs"), "utf8").catch(() => "")
  return inputs === hash
}
