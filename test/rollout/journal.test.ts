import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test as base } from "vitest"
import { beginJournal, continueJournal } from "../../src/rollout/journal.ts"
import { readJournal } from "../../src/rollout/read-journal.ts"
import { settings } from "../../src/rollout/settings.ts"
import { journalOf, unfinished } from "../../src/rollout/unfinished.ts"

const how = settings.parse({
  "allow-heavy-builds": false,
  canary: 1,
  "max-failures": 0,
  "on-failure": "stop",
  parallel: 10,
  soak: 0,
  wave: { count: 2 },
})
const waves = [{ hosts: ["argon", "neon"], kind: "wave" as const }]

const test = base.extend("root", async ({}, { onCleanup }) => {
  const root = await mkdtemp(join(tmpdir(), "sdops-rollout-"))
  onCleanup(() => rm(root, { force: true, recursive: true }))
  return root
})

/** Writes a journal as a process that is no more would have left it. */
async function left(root: string, name: string, ended = false) {
  const file = journalOf(root, name)
  await using journal = await beginJournal(file, waves, how)
  await journal.write({ entry: "host-started", host: "argon", id: "one" })
  if (ended) await journal.write({ entry: "ended" })
  return file
}

test("what is written is read again", async ({ root }) => {
  const file = await left(root, "1")
  const read = await readJournal(file)
  expect(read?.length).toBe((await readFile(file)).length)
  expect(read?.progress).toMatchObject({
    ended: false,
    settings: how,
    waves,
    writer: { machine: hostname(), pid: process.pid },
  })
  expect(read?.progress.hosts.get("argon")).toEqual({
    id: "one",
    is: "under-way",
  })
})

test("hosts that end at once write whole lines", async ({ root }) => {
  const file = journalOf(root, "1")
  const hosts = Array.from({ length: 40 }, (_, index) => `h${index}`)
  {
    await using journal = await beginJournal(file, waves, how)
    const write = (host: string) =>
      journal.write({ entry: "host-started", host, id: host })
    await Promise.all(hosts.map(write))
  }
  const read = await readJournal(file)
  expect([...(read?.progress.hosts.keys() ?? [])]).toEqual(
    expect.arrayContaining(hosts),
  )
})

test("half a line at the end is cut off, and the next is whole", async ({
  root,
}) => {
  const file = await left(root, "1")
  await appendFile(file, '{"entry":"host-en')
  const torn = await readJournal(file)
  {
    await using journal = await continueJournal(file, torn?.length ?? 0)
    await journal.write({ entry: "ended" })
  }
  const read = await readJournal(file)
  expect(read?.progress.ended).toBe(true)
  expect(read?.progress.hosts.get("argon")?.is).toBe("under-way")
})

test("cut anywhere, a journal still says what was begun", async ({ root }) => {
  const file = await left(root, "1", true)
  const whole = await readFile(file)
  const first = whole.indexOf("\n") + 1
  const cut = join(root, "cut")
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ max: whole.length, min: first }),
      async (end) => {
        await writeFile(cut, whole.subarray(0, end))
        const read = await readJournal(cut)
        expect(read?.progress.waves).toEqual(waves)
        expect(read?.length).toBeLessThanOrEqual(end)
      },
    ),
  )
})

test("a line that makes no sense is told with its place", async ({ root }) => {
  const file = await left(root, "1")
  await appendFile(file, '{"entry":"moose"}\n')
  await expect(readJournal(file)).rejects.toMatchObject({
    code: "SDOPS_BAD_JOURNAL",
    message: `${file}:3: invalid journal entry`,
  })
})

test("the newest that has not ended is resumed", async ({ root }) => {
  await left(root, "1")
  const newer = await left(root, "2")
  await left(root, "3", true)
  expect((await unfinished(root)).file).toBe(newer)
})

test("one whose process lives is not resumed", async ({ root }) => {
  const file = await left(root, "1")
  const text = await readFile(file, "utf8")
  const parent = `"pid":${process.ppid}`
  await writeFile(file, text.replace(`"pid":${process.pid}`, parent))
  await expect(unfinished(root)).rejects.toMatchObject({
    code: "SDOPS_ROLLOUT_RUNS",
  })
})

test("without any, there is nothing to resume", async ({ root }) => {
  await expect(unfinished(root)).rejects.toMatchObject({
    code: "SDOPS_NO_ROLLOUT",
  })
  await left(root, "1", true)
  await expect(unfinished(root)).rejects.toMatchObject({
    code: "SDOPS_NO_ROLLOUT",
  })
})
