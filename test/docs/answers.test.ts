import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { hostKey, problemsOf } from "../inventory/make-fleet.ts"

const folder = join(import.meta.dirname, "../../docs/answers")
const pages = (await readdir(folder)).filter((page) => page !== "README.md")
const index = await readFile(join(folder, "README.md"), "utf8")

/** What a host must say that a page leaves out. */
const rest: readonly (readonly [key: string, line: string])[] = [
  ["address", "address: x.lan"],
  ["gpu", "gpu: { vendor: none }"],
]

describe.each(pages)("docs/answers/%s", (page) => {
  test("is in the index", () => expect(index).toContain(`(${page})`))

  test("has host files that load", async () => {
    const text = await readFile(join(folder, page), "utf8")
    const blocks = text.matchAll(/```yaml\n *# hosts\/\w+\.yaml\n([^]*?)```/gu)
    for (const [, block = ""] of blocks) {
      const written = block
        .replaceAll(/^ {3}/gmu, "")
        .replace("ssh-ed25519 AAAA…", hostKey)
      const lines = rest.filter(([key]) => !written.includes(`${key}:`))
      const file = `${lines.map(([, line]) => line).join("\n")}\n${written}`
      const problems = await problemsOf({
        "hosts/neon/configuration.nix": "{ }",
        "hosts/x.yaml": file,
      })
      expect(problems).toEqual([])
    }
  })
})
