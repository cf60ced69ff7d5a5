import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { optionsPage } from "../../build/options-page.ts"

const root = join(import.meta.dirname, "../..")

test("the page of the apps' options is what the tables say", async () => {
  const page = await readFile(join(root, "docs/options.md"), "utf8")
  expect(page).toBe(await optionsPage(root))
})
