import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { replaceLock, saveLock } from "../../../src/flake/lock/saved-lock.ts"
import { patient } from "../../files/patient.ts"

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

test("a lock replaces none but the one that was read", async () => {
  const root = await mkdtemp(join(tmpdir(), "sdops-lock-"))
  onTestFinished(() => rm(root, { recursive: true }))
  await mkdir(join(root, "hosts"))
  const path = join(root, "hosts", "flake.lock")

  await replaceLock({ root }, { after: "one", before: undefined }, patient)
  await replaceLock({ root }, { after: "two", before: "one" }, patient)
  const late = replaceLock({ root }, { after: "three", before: "one" }, patient)

  await expect(late).rejects.toMatchObject({ code: "SDOPS_LOCK_MOVED" })
  expect(await readFile(path, "utf8")).toBe("two")
  expect(await readdir(join(root, "hosts"))).toEqual(["flake.lock"])
})
