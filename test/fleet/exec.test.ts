import fc from "fast-check"
import { PassThrough } from "node:stream"
import { describe, expect, test } from "vitest"
import { journalReader } from "../../src/host/command/journal.ts"
import { commandText, runCommand } from "../../src/host/command/run-command.ts"
import { labels } from "../../src/output/labels.ts"
import { screenOn } from "../../src/output/screen.ts"
import { themeFor } from "../../src/output/theme.ts"
import { FakeRoot, runIn, shells } from "../host/local-shell.ts"

test("several words reach the program as they are", async () => {
  const any = fc.string().filter((word) => !/[\0\n]/u.test(word))
  const words = fc.array(any, { maxLength: 4, minLength: 1 })
  await fc.assert(
    fc.asyncProperty(words, async (more) => {
      const command = commandText(["printf", "%s\\n", ...more])
      const { stdout } = await runIn(["dash"], `${command}\n`)
      expect(stdout).toBe(`${more.join("\n")}\n`)
    }),
    { numRuns: 30 },
  )
})

test("a single word is text for sh", () => {
  expect(commandText(["df -h / | tail -1"])).toBe("df -h / | tail -1")
})

describe.for(shells)("%s", (shell) => {
  test.for([
    ["exit 3", 3, "", ""],
    ["echo out; echo bad >&2", 0, "out\n", "bad\n"],
    ["cat; set -u; echo $nobody", 2, "", expect.stringContaining("nobody")],
    ["echo ${LC_ALL-none}", 0, "none\n", ""],
    // Some shells say so of a program that a signal ended.
    ["kill -9 $$", 137, "", expect.any(String)],
  ] as const)("runs %j to its end", async ([command, exit, out, bad]) => {
    await using root = await FakeRoot.make({})
    const lines: string[] = []
    const ended = await runCommand(root.shell(shell), {
      command,
      onLine: (line) => lines.push(line),
    })
    expect(ended).toEqual({
      exit,
      signal: undefined,
      stderr: bad,
      stdout: out,
    })
  })
})

test("journal lines have the host's time; what has none is of the last", () => {
  const read = journalReader()
  const lines = [
    "1764340000.500000 comfyui[7]: got prompt",
    "                 second line",
    "1764340001.000000 kernel: 12.5 GiB",
  ]
  expect(lines.map(read)).toEqual([
    { at: 1_764_340_000.5, text: "comfyui[7]: got prompt" },
    { at: 1_764_340_000.5, text: "                 second line" },
    { at: 1_764_340_001, text: "kernel: 12.5 GiB" },
  ])
})

test("labels are of one width, and a line stays one", () => {
  const theme = themeFor(process.stdout, { colour: false })
  const said = labels(["argon", "neon"], theme)
  expect(said("neon", "a\nb\u001B[2J")).toBe("neon  | a b")
})

test("each host has a colour of its own", () => {
  const stream = Object.assign(new PassThrough(), {
    getColorDepth: () => 8,
    isTTY: true,
  })
  const screen = screenOn(stream, { colour: true })
  const said = labels(["argon", "neon"], screen.theme)
  for (const host of ["argon", "neon"]) screen.print(said(host, "x"))
  const colours = [...String(stream.read()).matchAll(/\u001B\[(\d+)m\w/gu)]
  expect(new Set(colours.map(([, one]) => one)).size).toBe(2)
})
