import { mkdtempDisposable, readFile, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { rememberTimes } from "../../../src/deploy/build/remember-times.ts"
import type { Deployment } from "../../../src/deploy/deployment.ts"
import {
  buildTimesIn,
  fleetTimes,
  keepFleetTimes,
} from "../../../src/deploy/journal/build-times.ts"
import type { HostShell } from "../../../src/host/shell.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { store } from "../facts.ts"

const newFolder = async () => mkdtempDisposable(join(tmpdir(), "times-"))

test("what was built on one site is known to all of the fleet", async () => {
  await using folder = await newFolder()
  const fleet = { root: folder.path } as Deployment["fleet"]
  // This site can't keep anything itself.
  const shell: HostShell = {
    host: "neon",
    limits: limitsFrom({}),
    run: () => Promise.reject(new Error("lost")),
  }
  const site = { name: "neon", shared: undefined, shell }
  const of = (seconds: number) => ({
    built: [
      {
        derivation: `${store("python3.13-torch-2.9.1")}.drv`,
        heavy: true,
        name: "torch-2.9.1",
        on: "neon",
        seconds,
      },
    ],
  })
  expect((await fleetTimes(folder.path)).size).toBe(0)
  await rememberTimes({ fleet, site }, of(5400))
  await rememberTimes({ fleet, site }, of(4800))
  expect([...(await fleetTimes(folder.path))]).toEqual([["torch", 4800]])
})

test("however much is built, the file stays short", async () => {
  await using folder = await newFolder()
  const file = buildTimesIn(folder.path)
  await keepFleetTimes(folder.path, [{ name: "torch", seconds: 1 }])
  const old = Array.from({ length: 9000 }, (_, at) => `p${at % 400} ${at}\n`)
  await writeFile(file, old.join(""))
  await keepFleetTimes(folder.path, [{ name: "torch", seconds: 2 }])
  expect((await readFile(file, "utf8")).length).toBeLessThan(65_536)
  const times = await fleetTimes(folder.path)
  expect(times.get("torch")).toBe(2)
  expect(times.get("p399")).toBe(8799)
})

test("a folder that can't be written is no failure", async () => {
  await using folder = await newFolder()
  const root = join(folder.path, "file")
  await writeFile(root, "")
  await keepFleetTimes(root, [{ name: "torch", seconds: 1 }])
  expect((await fleetTimes(root)).size).toBe(0)
})
