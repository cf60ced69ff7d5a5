import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, ended, root, start } from "./sdops.ts"

const stubborn = join(import.meta.dirname, "stubborn.ts")

let fleet: LoopbackFleet
beforeAll(built)
beforeEach(async () => {
  fleet = await loopbackFleet("mute")
})
afterEach(() => fleet[Symbol.asyncDispose]())

/** A deployment that waits for a host that never answers. */
async function waiting(...words: string[]) {
  const { environment } = fleet
  const before = fleet.contacts()
  const child = start(["deploy", "lithium", ...words], { environment })
  const more = () => expect(fleet.contacts()).toBeGreaterThan(before)
  await vi.waitFor(more, 15_000)
  return child
}

test("the first Ctrl-C stops safely and tells each host's state", async () => {
  const child = await waiting("--json")
  child.kill("SIGINT")
  const { exit, stdout } = await ended(child)
  expect(exit).toBe(130)
  const [host] = JSON.parse(stdout).hosts
  expect(host.verdict).toBe("interrupted")
  expect(host.error.code).toBe("SDOPS_INTERRUPTED")
})

test("SIGTERM and SIGHUP stop as Ctrl-C does", async () => {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    const child = await waiting()
    child.kill(signal)
    const { exit, stderr } = await ended(child)
    expect(exit).toBe(130)
    expect(stderr).toContain("stopping safely")
  }
})

test("the second Ctrl-C quits at once and names the recovery", async () => {
  const child = spawn(process.execPath, [stubborn], {
    stdio: ["ignore", "pipe", "pipe"],
  })
  let said = ""
  child.stdout.on("data", (chunk) => {
    said += chunk
  })
  await vi.waitFor(() => expect(said).toContain("ready"), 15_000)
  child.kill("SIGINT")
  await vi.waitFor(() => expect(said).toContain("asked"), 15_000)
  child.kill("SIGINT")
  const stderr = (await child.stderr.toArray()).join("")
  expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(130)
  expect(stderr).toContain("sdops resume lithium")
})

const noPty = process.platform !== "linux"

test.skipIf(noPty)("Ctrl-C typed on a terminal does the same", async () => {
  const { environment } = fleet
  const deploy = `${process.execPath} bin/run.js deploy lithium`
  const command = `stty cols 90; exec ${deploy}`
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: root,
    env: { PATH: process.env["PATH"], TERM: "xterm", ...environment },
    stdio: ["pipe", "pipe", "inherit"],
  })
  const output = child.stdout.toArray()
  await vi.waitFor(() => expect(fleet.contacts()).toBeGreaterThan(0), 15_000)
  child.stdin.write("\u0003")
  const screen = stripVTControlCharacters((await output).join(""))
  expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(130)
  expect(screen).toMatch(/✗ lithium {2}interrupted/)
  expect(screen).toContain("SDOPS_INTERRUPTED")
})

test.skipIf(noPty)("and typed twice, it shows the cursor again", async () => {
  const command = `exec ${process.execPath} ${stubborn}`
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    cwd: root,
    env: { PATH: process.env["PATH"], TERM: "xterm" },
    stdio: ["pipe", "pipe", "inherit"],
  })
  let said = ""
  child.stdout.on("data", (chunk) => {
    said += chunk
  })
  const exit = once(child, "exit")
  for (const word of ["ready", "asked"]) {
    await vi.waitFor(() => expect(said).toContain(word), 15_000)
    child.stdin.write("\u0003")
  }
  expect((await exit)[0]).toBe(130)
  await vi.waitFor(() => expect(said).toContain("sdops resume"), 15_000)
  expect(said).toContain("\u001B[?25h")
})
