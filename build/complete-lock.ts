import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { complete, type Lock } from "./optional-packages.ts"
import { root } from "./tree.ts"

// `node build/complete-lock.ts`, after a change of dependencies: writes into
// the lock what npm has left out of it (see optional-packages.ts).
const file = join(root, "package-lock.json")
const lock = JSON.parse(await readFile(file, "utf8")) as Lock
const before = Object.keys(lock.packages).length
complete(lock.packages)
const sorted = Object.entries(lock.packages).toSorted(([one], [other]) =>
  one.localeCompare(other, "en"),
)
lock.packages = Object.fromEntries(sorted)
await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
const count = sorted.length - before
process.stdout.write(`${count} optional packages added\n`)
