import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { leastHost, problemsOf } from "../inventory/make-fleet.ts"

test("the example of docs/apps.md is one that loads", async () => {
  const page = join(import.meta.dirname, "../../docs/apps.md")
  const text = await readFile(page, "utf8")
  const [, example = ""] = /```yaml\n([^]*?)```/u.exec(text) ?? []
  expect(example).toContain("sdops-app")
  expect(await problemsOf({ "hosts/x.yaml": leastHost + example })).toEqual([])
})
