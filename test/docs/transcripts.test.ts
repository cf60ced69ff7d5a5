import { readFileSync } from "node:fs"
import { join } from "node:path"
import stringWidth from "string-width"
import { expect, test } from "vitest"
import {
  approachChecks,
  controlChecks,
  hostChecks,
} from "../../src/doctor/checks.ts"
import { root } from "../cli/sdops.ts"

const folder = join(root, "docs/transcripts")
const read = (name: string) => readFileSync(join(folder, name), "utf8")
const commands = ["deploy", "doctor", "gpu", "status"]
const kinds = ["80", "200", "pipe"]
const files = commands.flatMap((command) =>
  kinds.map((kind) => [`${command}-${kind}.txt`, kind] as const),
)

/** Of caches, which the example's host can't have; --smoke wasn't asked for. */
const unasked = [
  "app/image",
  "nix/cache-answers",
  "nix/cache-keys",
  "nix/caches",
  "nix/remembered-misses",
]

test.for(files)("%s is kept, and named by the page", ([file]) => {
  expect(read(file)).toMatch(/^\$ sdops \w+/u)
  expect(read("README.md")).toContain(`(${file})`)
})

test.for(files.filter(([, kind]) => kind !== "pipe"))(
  "%s has no line that is wider than its terminal",
  ([file, kind]) => {
    // A path is never broken.
    const lines = read(file).split("\n")
    const wide = lines.filter((line) => stringWidth(line) > Number(kind))
    expect(wide.filter((line) => !line.includes("/images/"))).toEqual([])
  },
)

test.for(kinds)("doctor-%s.txt has each check of today", (kind) => {
  const all = [...controlChecks, ...approachChecks, ...hostChecks]
  const ids = all.map(({ id }) => id).filter((id) => !unasked.includes(id))
  const lines = read(`doctor-${kind}.txt`).split("\n")
  const shown = lines.flatMap((line) => /^ {2}\S +(\S+\/\S+)/u.exec(line) ?? [])
  expect(shown.filter((word) => ids.includes(word as never))).toEqual(ids)
})
