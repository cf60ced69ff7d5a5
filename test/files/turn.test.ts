import { spawn } from "node:child_process"
import { once } from "node:events"
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { setImmediate as rest } from "node:timers/promises"
import { expect, test as base } from "vitest"
import { inTurn } from "../../src/files/turn.ts"
import { defaultLimits } from "../../src/limits.ts"
import { patient } from "./patient.ts"

const test = base.extend<{ root: string }>({
  root: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "sdops-turn-"))
    await use(root)
    await rm(root, { force: true, recursive: true })
  },
})

const uuid = "00000000-0000-0000-0000-000000000000"

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""])
  await once(child, "exit")
  return child.pid ?? 0
}

test("of twenty that add one to a number none is lost", async ({ root }) => {
  const file = join(root, "number")
  await writeFile(file, "0")
  const add = async () => {
    const number = Number(await readFile(file, "utf8"))
    await rest()
    await writeFile(file, String(number + 1))
  }
  await Promise.all(
    Array.from({ length: 20 }, () => inTurn(root, patient, add)),
  )
  expect(await readFile(file, "utf8")).toBe("20")
  expect(await readdir(root)).toEqual(["number"])
})

test("whoever died holds nobody up, not even two at once", async ({ root }) => {
  const tickets = join(root, ".turns")
  await mkdir(tickets)
  const pid = await deadPid()
  for (const number of [0, 1, 2])
    await writeFile(join(tickets, `${number}.${pid}.${uuid}.${hostname()}`), "")
  let inside = 0
  const work = async () => {
    inside += 1
    expect(inside).toBe(1)
    await rest()
    inside -= 1
  }
  await Promise.all([1, 2, 3].map(() => inTurn(root, patient, work)))
  expect(await readdir(root)).toEqual([])
})

test("whoever lives is waited for, and told of", async ({ root }) => {
  const tickets = join(root, ".turns")
  await mkdir(tickets)
  const theirs = `1.${process.ppid}.${uuid}.${hostname()}`
  await writeFile(join(tickets, theirs), "")
  const limits = { ...defaultLimits, edit: 0.1 }
  const late = inTurn(root, { ...patient, limits }, async () => "mine")
  await expect(late).rejects.toMatchObject({
    code: "SDOPS_FLEET_BUSY",
    help: [`ps -p ${process.ppid}`, expect.stringContaining(theirs)],
  })
  expect(await readdir(tickets)).toEqual([theirs])
})

test("a failure ends the turn", async ({ root }) => {
  const failing = inTurn(root, patient, () => Promise.reject(new Error("no")))
  await expect(failing).rejects.toThrow("no")
  expect(await inTurn(root, patient, async () => "next")).toBe("next")
})

test("four processes lose nothing of each other's", async ({ root }) => {
  const file = join(root, "number")
  await writeFile(file, "0")
  const source = join(import.meta.dirname, "..", "..", "src", "files")
  const script = `
    import { readFile, writeFile } from "node:fs/promises"
    import { inTurn } from ${JSON.stringify(join(source, "turn.ts"))}
    const limits = { edit: 60 }
    const signal = new AbortController().signal
    const [root, file] = process.argv.slice(1)
    for (let round = 0; round < 20; round++)
      await inTurn(root, { limits, signal }, async () => {
        const number = Number(await readFile(file, "utf8"))
        await writeFile(file, String(number + 1))
      })`
  const words = ["--input-type=module", "-e", script, root, file]
  const ends = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, words, { stdio: "inherit" })
      const [exit] = await once(child, "exit")
      return exit as number
    }),
  )
  expect(ends).toEqual([0, 0, 0, 0])
  expect(await readFile(file, "utf8")).toBe("80")
  expect(await readdir(root)).toEqual(["number"])
})
