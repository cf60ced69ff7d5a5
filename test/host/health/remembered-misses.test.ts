import { mkdir } from "node:fs/promises"
import { dirname } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { expect, test } from "vitest"
import { lookAtHealth } from "../../../src/host/health/health.ts"
import { FakeRoot, shells } from "../local-shell.ts"
import { nothing } from "./nothing.ts"

const url = "https://cache.example.org"
const other = "https://other.example.org"
const memory = "root/.cache/nix/binary-cache-v6.sqlite"

// Of nar-info-disk-cache.cc.
const schema = `
  create table BinaryCaches (
    id integer primary key autoincrement not null, url text unique not null,
    timestamp integer not null, storeDir text not null,
    wantMassQuery integer not null, priority integer not null);
  create table NARs (
    cache integer not null, hashPart text not null, namePart text, url text,
    compression text, fileHash text, fileSize integer, narHash text,
    narSize integer, refs text, deriver text, sigs text, ca text,
    timestamp integer not null, present integer not null,
    primary key (cache, hashPart));`

const hash = (letter: string) => letter.repeat(32)
const now = Math.floor(Date.now() / 1000)

/** What Nix remembers: misses by cache, of 1, 0 and more bytes' numbers. */
async function remember(
  root: FakeRoot,
  misses: readonly (readonly [cache: number, hash: string])[],
): Promise<void> {
  await mkdir(dirname(root.at(memory)), { recursive: true })
  using file = new DatabaseSync(root.at(memory))
  file.exec(schema)
  const found = file.prepare(`insert into NARs values
    (1, ?, 'hello', 'nar/x.nar', 'none', null, null, 'sha256:y', 1, '', null,
      'key:z', null, ${now}, 1)`)
  for (const letter of "0123") found.run(hash(letter))
  const missing = file.prepare(
    `insert into NARs (cache, hashPart, timestamp, present)
      values (?, ?, ${now}, 0)`,
  )
  for (const [cache, part] of misses) missing.run(cache, part)
}

/** Nix that knows what caches have, and remembers otherwise. */
const nixStore = `for path; do case $path in /nix/store/*)
    case $XDG_CACHE_HOME in
      */root/.cache) echo "$path" ;;
      *) case "$NIX_REMOTE $path" in
        *//cache.*/${hash("d")}-x | *//cache.*/${hash("f")}-x) ;;
        *) echo "$path" ;;
      esac ;;
    esac ;;
  esac; done`
const nix = `[ "$NIX_REMOTE" = ${url} ] &&
  echo '{"/nix/store/${hash("d")}-torch-2.9.1":{"narSize":1}}'`

test.for(shells)("%s finds what a cache has by now", async (shell) => {
  await using root = await FakeRoot.make(
    { [`nix/store/${hash("a")}-here/x`]: "" },
    { nix, "nix-store": nixStore },
  )
  await remember(root, [
    [1, hash("a")],
    [1, hash("b")],
    [2, hash("d")],
    [77, hash("f")],
    [300, hash("g")],
  ])
  const seen = await lookAtHealth(root.shell(shell), {
    ...nothing,
    caches: [url, other],
  })
  const [first, ...rest] = [...(seen.missed.get(url) ?? [])].toSorted()
  expect([first, ...rest]).toEqual([`${hash("d")}-torch-2.9.1`, hash("f")])
  expect(seen.missed.has(other)).toBe(false)
})

test.for(shells)("%s asks nobody without a miss", async (shell) => {
  const asked = { nix: "echo >>/asked", "nix-store": "exit 1" }
  await using root = await FakeRoot.make({}, asked)
  await remember(root, [])
  const seen = await lookAtHealth(root.shell(shell), {
    ...nothing,
    caches: [url],
  })
  expect(seen.missed.size).toBe(0)
})
