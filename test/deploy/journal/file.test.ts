import { mkdir, mkdtempDisposable, readFile, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"
import {
  entryOf,
  type JournalEntry,
} from "../../../src/deploy/journal/entry.ts"
import {
  journalIn,
  readEntries,
  writeEntry,
} from "../../../src/deploy/journal/file.ts"
import { goals, type Goal } from "../../../src/deploy/goal.ts"
import type { HostResult } from "../../../src/deploy/outcome/result.ts"

const newFolder = async () => mkdtempDisposable(join(tmpdir(), "journal-"))

const at = new Date("2026-11-28T12:00:00Z")
const result: HostResult = {
  candidate: "/nix/store/b",
  host: "lithium",
  notes: [],
  record: "r-1",
  seconds: 12.345,
  stages: [],
  verdict: "committed",
}

function entry(goal: Goal, more: Partial<HostResult> = {}) {
  const about = { at, from: "/nix/store/a", goal, who: "ada@mac" }
  return entryOf({ ...result, ...more }, about)
}

test("goals that change a host are entries, others aren't", () => {
  const noted = Object.keys(goals).filter((goal) => entry(goal as Goal))
  expect(noted).toEqual(["boot", "repair", "stage", "switch", "test"])
  expect(entry("switch", { verdict: "unchanged" })).toBeUndefined()
  expect(entry("switch")).toEqual({
    at: "2026-11-28T12:00:00.000Z",
    from: "/nix/store/a",
    goal: "switch",
    host: "lithium",
    record: "r-1",
    seconds: 12.3,
    to: "/nix/store/b",
    verdict: "committed",
    who: "ada@mac",
  })
})

test("a hundred hosts that end at once each have their line", async () => {
  await using folder = await newFolder()
  const one = entry("switch") as JournalEntry
  const all = Array.from({ length: 100 }, (_, at) => ({
    ...one,
    host: `host-${at}`,
  }))
  const notes = await Promise.all(
    all.map((each) => writeEntry(folder.path, each)),
  )
  expect(notes.filter(Boolean)).toEqual([])
  const { entries, unreadable } = await readEntries(folder.path)
  expect(unreadable).toBe(0)
  expect(new Set(entries.map(({ host }) => host)).size).toBe(100)
})

test("lines that say nothing are counted and keep no other", async () => {
  await using folder = await newFolder()
  const one = entry("switch") as JournalEntry
  await writeEntry(folder.path, one)
  const file = journalIn(folder.path)
  const text = await readFile(file, "utf8")
  await writeFile(file, `{"at":\n${text}{"host":"x"}\n${text}`)
  expect(await readEntries(folder.path)).toEqual({
    entries: [one, one],
    unreadable: 2,
  })
})

test("a folder that can't be written is told, and is no error", async () => {
  await using folder = await newFolder()
  const file = journalIn(folder.path)
  await mkdir(dirname(file), { recursive: true })
  await mkdir(file)
  const note = await writeEntry(folder.path, entry("switch") as JournalEntry)
  expect(note).toContain(file)
  expect(note).toContain("EISDIR")
})
