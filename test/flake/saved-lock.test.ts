import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { saveLock } from "../../src/flake/saved-lock.ts"

test("of locks that are saved at once one stays, whole", async () => {
  const root = await mkdtemp(join(tmpdir(), "sdops-lock-"))
  const hosts = join(root, "hosts")
  await mkdir(hosts)
  const locks = Array.from({ length: 8 }, (_, at) => `${at}`.repeat(100_000))

  await Promise.all(locks.map((lock) => saveLock({ root }, lock)))
  const first = await readFile(join(hosts, "flake.lock"), "utf8")
  await saveLock({ root }, "later")

  expect(locks).toContain(first)
  expect(await readFile(join(hosts, "flake.lock"), "utf8")).toBe(first)
  expect(await readdir(hosts)).toEqual(["flake.lock"])
  await rm(root, { recursive: true })
})
