import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, describe, expect, test } from "vitest"
import { loopbackFleet } from "../cli/loopback-fleet.ts"
import { built, root, sdops } from "../cli/sdops.ts"

// Each command that the documentation shows is taken by the program: it finds
// the host, and fails for want of one only. The npm scripts exist.
const pages = await readdir(join(root, "docs"), { recursive: true })
const files = ["README.md", ...pages.map((page) => join("docs", page))].filter(
  (file) => file.endsWith(".md"),
)
const shown = (await Promise.all(files.map(commandsOf))).flat()

const offlineCommands =
  /^sdops (?!builds)\w+ (?:edit|eject|import|keygen|list|remove|rename|show)/

/** What this machine may lack. */
const asksNix = /^sdops hosts import (?:colmena|deploy-rs)/

beforeAll(built)

async function commandsOf(file: string) {
  const text = await readFile(join(root, file), "utf8")
  const blocks = text.matchAll(/^ *```console\n(?<body>[^]*?)^ *```$/gm)
  return [...blocks].flatMap(({ groups }) =>
    (groups?.["body"] ?? "")
      .split("\n")
      .filter((line) => line.trimStart().startsWith("$ "))
      .map((line) => ({ command: line.trim().slice(2), file })),
  )
}

// What several pages show is tried once.
const first = new Map(shown.toReversed().map((one) => [one.command, one]))
const all = [...first.values()]
const ours = all.filter(({ command }) => command.startsWith("sdops "))
const scripts = all.filter(({ command }) => command.startsWith("npm "))

test("everything that is shown is of sdops or an npm script", () => {
  expect(ours.length).toBeGreaterThan(20)
  expect(ours.length + scripts.length).toBe(all.length)
})

describe("commands in the documentation", () => {
  test.concurrent.for(ours)(
    "$file: $command",
    async ({ command }, { expect }) => {
      const words = command.split(" ").slice(1).map(unquoted)
      // Each its own: some change it.
      await using fleet = await loopbackFleet("closed")
      const { environment } = fleet
      const cwd = environment["SDOPS_FLEET"] ?? root
      const { exit, stderr, stdout } = await sdops(words, { cwd, environment })
      const offline =
        ["completion", "help", "init", "schema"].includes(words[0] ?? "") ||
        (offlineCommands.test(command) && !asksNix.test(command)) ||
        words.includes("--explain") ||
        words.includes("--here") ||
        // The example's host has none to bring.
        words[0] === "secrets" ||
        command.startsWith("sdops rollout all --dry-run")
      if (offline) expect(exit).toBe(0)
      else
        expect(stdout + stderr).toMatch(
          /UNREACHABLE|can't reach|Connection refused|NEEDS_YES|UNKNOWN_(?:BUILD|HOST)|_ROLLOUT|HOST_EXISTS|already|SECRET_MISSING|MODEL_SITE|NO_RENDER|wanted|IMPORT_|NEEDS_TERMINAL|no custom nodes/,
        )
    },
  )
})

test("npm scripts in the documentation exist", async () => {
  const text = await readFile(join(root, "package.json"), "utf8")
  const names = Object.keys(JSON.parse(text).scripts)
  for (const { command } of scripts) {
    const [, verb = "", name = ""] = command.split(" ")
    expect(names).toContain(verb === "run" ? name : verb)
  }
})

function unquoted(word: string): string {
  return word.replaceAll("'", "")
}
