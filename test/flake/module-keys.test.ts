import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"

const folder = join(import.meta.dirname, "..", "..", "nix", "modules")
const lists = ["all.nix", "default.nix", "inventory.nix"]
const files = (await readdir(folder)).filter(
  (name) => name.endsWith(".nix") && !lists.includes(name),
)

// Else a host whose own flake brings these modules too would have each option
// declared twice: Nix takes two store paths for two modules.
test.each(files)(
  "%s has a key, whatever store path it lies in",
  async (file) => {
    const text = await readFile(join(folder, file), "utf8")
    expect(text).toContain(`\n  key = "sdops/${file.replace(".nix", "")}";\n`)
  },
)
