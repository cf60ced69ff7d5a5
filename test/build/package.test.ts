import { spawnSync } from "node:child_process"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { built, root } from "../cli/sdops.ts"
import { oldNode } from "./old-node.ts"

// What is packed is what a person installs: elsewhere, for good, without this
// checkout and without a registry, since the bundle has all that it needs.
let folder = ""
let program = ""
const environment = {
  HOME: "/nonexistent",
  PATH: `${dirname(process.execPath)}:${process.env["PATH"]}`,
}
const npm = (...words: string[]) => {
  const own = ["--cache", join(folder, "cache"), "--offline", "--no-audit"]
  const options = { cwd: root, encoding: "utf8", env: environment } as const
  const ran = spawnSync("npm", [...words, ...own], options)
  if (ran.status !== 0) throw new Error(ran.stderr)
}
const run = (...words: string[]) =>
  spawnSync(program, words, {
    cwd: folder,
    encoding: "utf8",
    env: environment,
  })

beforeAll(async () => {
  await built()
  folder = await mkdtemp(join(tmpdir(), "sdops-package-"))
  npm("pack", "--ignore-scripts", "--pack-destination", folder)
  const prefix = join(folder, "prefix")
  npm(
    "install",
    "--global",
    "--prefix",
    prefix,
    join(folder, "sdops-0.1.0.tgz"),
  )
  program = join(prefix, "bin", "sdops")
}, 120_000)
afterAll(() => rm(folder, { force: true, recursive: true }))

test("an installed package begins a fleet and knows its own files", () => {
  expect(run("--version").stdout).toMatch(/^sdops\/0\.1\.0 /)
  const begun = run("init", "studio", "--host", "ops@neon.lan", "--json")
  expect([begun.status, begun.stderr]).toEqual([0, ""])
  const list = run("hosts", "list", "--fleet", "studio", "--json")
  expect(JSON.parse(list.stdout).hosts).toMatchObject([{ name: "neon" }])
  const unlocked = run("flake", "show", "neon", "--fleet", "studio", "--json")
  expect(JSON.parse(unlocked.stdout).hosts[0].files.length).toBeGreaterThan(50)
  expect(run("plan", "neon", "--fleet", "studio").status).toBe(3)
})

test("its manual is in place, and roff takes it", async () => {
  const page = join(folder, "prefix", "share", "man", "man1", "sdops.1")
  expect(await readFile(page, "utf8")).toContain(".SS sdops deploy HOSTS")
  const made = spawnSync("groff", ["-man", "-Tutf8", "-ww", page], {
    encoding: "utf8",
  })
  if (made.error === undefined)
    expect([made.status, made.stderr]).toEqual([0, ""])
})

test.skipIf(oldNode === undefined)(
  "an older Node is told what it lacks",
  () => {
    const ran = spawnSync(oldNode ?? "", [program, "--version"], {
      encoding: "utf8",
    })
    expect([ran.status, ran.stdout]).toEqual([1, ""])
    expect(ran.stderr).toMatch(/^sdops needs Node 24 or newer; this is \d/)
  },
)
