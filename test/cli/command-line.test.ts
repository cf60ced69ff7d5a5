import { readFileSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { once } from "node:events"
import pMap from "p-map"
import { beforeAll, describe, expect, test } from "vitest"
import { topics } from "../../src/cli/topics.ts"
import { exitCodes } from "../../src/errors/exit-codes.ts"
import { built, root, sdops, start } from "./sdops.ts"

beforeAll(built)

describe("help and version", () => {
  test("are results: on stdout, exit 0, nothing on stderr", async () => {
    for (const words of [["--version"], ["--help"], ["help"], []]) {
      const { exit, stderr, stdout } = await sdops(words)
      expect([exit, stderr]).toEqual([0, ""])
      expect(stdout).toMatch(/sdops/)
    }
  })

  test("every command has a short summary and an example", async () => {
    const { stdout } = await sdops(["--help"])
    const names = [...stdout.matchAll(/^ {2}([a-z-]+) {2,}\S/gm)]
    expect(names.length).toBeGreaterThan(5)
    const compare = async ([, name = ""]: readonly string[]) => {
      if (name === "help") return
      const help = (await sdops([name, "--help"])).stdout
      expect(help).toContain(`$ sdops ${name}`)
      expect(help.split("\n")[0]?.length).toBeLessThanOrEqual(60)
    }
    await pMap(names, compare, { concurrency: 4 })
  }, 120_000)

  test("the pages of help are as wide as 80 columns at most", async () => {
    for (const { name: topic } of topics) {
      const { exit, stdout } = await sdops(["help", topic])
      expect(exit).toBe(0)
      const lines = stdout.split("\n").filter((line) => line.length > 80)
      expect(lines).toEqual([])
    }
  })

  test("the page hosts is followed by the commands of that name", async () => {
    const { stdout } = await sdops(["help", "hosts"])
    expect(stdout).toMatch(/^@closet +all with the tag closet$/m)
    expect(stdout).toMatch(/^ *hosts add +Adopt a running NixOS host$/m)
  })

  test("each command of the page recovery is one", async () => {
    const { stdout } = await sdops(["help", "recovery"])
    const commands = [
      ...stdout.matchAll(/ {2}sdops ([a-z ]+?)(?: lithium| -)/g),
    ]
    expect(commands.length).toBeGreaterThan(7)
    for (const [, command = ""] of commands) {
      const words = [...command.trim().split(" "), "--help"]
      expect((await sdops(words)).exit).toBe(0)
    }
  })

  test("the page exit-codes has every code", async () => {
    const { stdout } = await sdops(["help", "exit-codes"])
    for (const [name, code] of Object.entries(exitCodes)) {
      expect(stdout).toMatch(new RegExp(`^${code} +${name} `, "m"))
    }
  })

  test("the prepared pages are what oclif prints", async () => {
    const pages = JSON.parse(
      await readFile(join(root, "dist", "help.json"), "utf8"),
    ) as Record<string, string>
    const asked = Object.keys(pages).filter((words) => words !== "--version")
    expect(asked).toEqual(expect.arrayContaining(["", "deploy", "flake show"]))
    const compare = async (page: string) => {
      const words = page === "" ? [] : page.split(" ")
      const { stdout } = await sdops([...words, "--help"])
      const help = (await sdops(["help", ...words])).stdout
      // Below a page of the same name.
      expect(help.slice(-stdout.length)).toBe(stdout)
    }
    await pMap(asked, compare, { concurrency: 4 })
  }, 120_000)

  test("a page of help loads the entry and nothing else", async () => {
    // Tells on stderr of every file that is loaded as a module.
    const hook = `import { registerHooks } from "node:module"
      registerHooks({ load(url, context, next) {
        if (url.startsWith("file:")) process.stderr.write(url + "\\n")
        return next(url, context)
      } })`
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURI(hook)}`
    for (const words of [[], ["--help"], ["--version"], ["plan", "--help"]]) {
      const { stderr } = await sdops(words, { environment: { NODE_OPTIONS } })
      const files = stderr
        .trim()
        .split("\n")
        .map((url) => basename(url))
      expect(files).toEqual(["run.js", "run.js"])
    }
  })

  test("a reader that leaves early is no failure", async () => {
    for (const words of [
      ["help", "errors"],
      ["deploy", "--help"],
    ]) {
      const child = start(words)
      child.stdout.destroy()
      const stderr = (await child.stderr.toArray()).join("")
      const exit = child.exitCode ?? (await once(child, "exit"))[0]
      expect([exit, stderr]).toEqual([0, ""])
    }
  })
})

describe("a command line that can't be taken", () => {
  const cases = [
    [["deploi", "lithium"], "unknown command deploi; did you mean deploy?"],
    [["xyzzy"], "unknown command xyzzy"],
    [
      ["deploy", "--jsn", "lithium"],
      "unknown flag --jsn; did you mean --json?",
    ],
    [["deploy"], "deploy needs HOSTS"],
    [
      ["schema", "plan", "deploy"],
      "unknown command plan deploy; did you mean plan?",
    ],
    [["deploy", "x", "--goal", "moon"], "Expected --goal=moon"],
    [["help", "exit-code"], "did you mean exit-codes?"],
    [["deploy", "x", "--json", "--events"], "--events"],
  ] as const

  test.for(cases)("%j exits 2 and says %j", async ([words, says]) => {
    const { exit, stderr, stdout } = await sdops(words)
    const json = words.includes("--json" as never)
    expect(exit).toBe(2)
    expect(json ? stdout : stderr).toContain(says)
    expect(json ? stderr : stdout).toBe("")
    expect(json ? stdout : stderr).toContain("SDOPS_USAGE")
  })

  test("with --json it is one small document on stdout", async () => {
    const { exit, stderr, stdout } = await sdops(["deploi", "--json"])
    expect([exit, stderr]).toEqual([2, ""])
    const { error } = JSON.parse(stdout)
    expect(error.code).toBe("SDOPS_USAGE")
    expect(error.help).toEqual(["sdops deploy --help"])
    expect(stdout.length).toBeLessThan(1000)
  })

  test("words after -- are no flags", async () => {
    const { stderr } = await sdops(["deploi", "--", "--json"])
    expect(stderr).toContain("SDOPS_USAGE")
  })
})

describe("schema", () => {
  const manifest = readFileSync(join(root, "oclif.manifest.json"), "utf8")
  const ids = Object.keys(JSON.parse(manifest).commands)
  test.for(ids)("of %s is a JSON Schema of result or error", async (id) => {
    const { exit, stdout } = await sdops(["schema", ...id.split(":")])
    expect(exit).toBe(0)
    const schema = JSON.parse(stdout)
    expect(schema.$schema).toContain("json-schema.org")
    expect(schema.anyOf.at(-1).required).toEqual(["error"])
  })
})
