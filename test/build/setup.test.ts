import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { built, root } from "../cli/sdops.ts"

let folder = ""
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "sdops-setup-"))
})
afterAll(() => rm(folder, { force: true, recursive: true }))

async function setUp(text: string, words: readonly string[], stdin = "") {
  const script = join(folder, "script.ts")
  await writeFile(script, text)
  const setup = join(root, "bin", "setup.js")
  const child = spawn(process.execPath, [setup, script, ...words])
  child.stdin.end(stdin)
  const [stdout, stderr, [exit]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, "exit"),
  ])
  return { exit, stderr: stderr.join(""), stdout: stdout.join("") }
}

test("a script gets arguments and stdin; its exit code counts", async () => {
  const text = `
    import { text } from "node:stream/consumers"
    const words: string[] = process.argv.slice(2)
    console.log(words.join("+"), await text(process.stdin))
    process.exitCode = 7
  `
  const ran = await setUp(text, ["a b", "--c"], "told")
  expect(ran).toEqual({ exit: 7, stderr: "", stdout: "a b+--c told\n" })
})

test("programs that a script starts find the same Node", async () => {
  const text = `
    import { execFileSync } from "node:child_process"
    process.stdout.write(execFileSync("node", ["-p", "process.version"]))
  `
  expect((await setUp(text, [])).stdout.trim()).toBe(process.version)
})

test("without a script it says so in one sentence", async () => {
  const child = spawn(process.execPath, [join(root, "bin", "setup.js")])
  const stderr = (await child.stderr.toArray()).join("")
  expect(stderr).toBe("sdops set-up: no script was named\n")
})

test("bin/sdops runs from any folder, by the Node that is there", async () => {
  await built()
  const program = join(root, "bin", "sdops")
  const child = spawn(program, ["--version"], { cwd: folder })
  const [stdout, stderr, [exit]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, "exit"),
  ])
  expect([exit, stderr.join("")]).toEqual([0, ""])
  expect(stdout.join("")).toMatch(/^sdops\/\d/)
})

const old = ["/usr/bin/node", "/usr/local/bin/node"].find((node) => {
  const said = spawnSync(node, ["-p", "process.versions.node"])
  return said.status === 0 && Number.parseInt(String(said.stdout), 10) < 24
})

test.skipIf(old === undefined)(
  "an older Node hands over to the one that was fetched",
  async () => {
    await built()
    const run = join(root, "bin", "run.js")
    const ran = spawnSync(old ?? "", [run, "--version"], { cwd: folder })
    expect(ran.status).toBe(0)
    expect(String(ran.stdout)).toMatch(/node-v(?:2[4-9]|[3-9]\d)/)
  },
)
