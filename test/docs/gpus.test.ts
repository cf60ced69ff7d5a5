import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { gpuPage } from "../../build/gpu-page.ts"
import { root } from "../cli/sdops.ts"

test("docs/gpus.md is what node build/gpu-page.ts writes", async () => {
  const page = await readFile(join(root, "docs", "gpus.md"), "utf8")
  expect(page).toBe(await gpuPage(root))
})
