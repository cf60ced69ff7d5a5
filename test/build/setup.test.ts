import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { root } from "../cli/sdops.ts"

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
