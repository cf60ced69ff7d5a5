import { existsSync } from "node:fs"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { printTable } from "../../build/option-table/print.ts"
import { tableOf } from "../../build/option-table/table.ts"
import { comfyui, type TableApp } from "../../build/option-table/apps.ts"

const app: TableApp = {
  choices: { memory: "video-ram" },
  elsewhere: { "--listen": "services.app.listen" },
  file: "cli.py",
  repository: "example.org/app",
}

/** Written as ComfyUI's own is; nothing of it is taken from there. */
const source = `
import argparse
LEVELS = ('A', 'B')
LOG_LEVELS = ('LOUD', 'QUIET')

class Method(enum.Enum):
    First = "first"
    Second = "second"

    def other(self):
        return "no value"

parser = argparse.ArgumentParser()
parser.add_argument("--listen", type=str, nargs="?", const="0.0.0.0,::")
memory = parser.add_mutually_exclusive_group()
memory.add_argument("--low_ram", action="store_true", help="(a, b) = ['c']")
memory.add_argument("--lru", type=int, default=0)
parser.add_argument("--method", type=Method, action=EnumAction)
parser.add_argument("--fast", nargs="*", type=Method, help="x {}".format(1))
parser.add_argument("--share", type=float, default=None)  # nargs="*"
parser.add_argument("--shares", nargs='*', type=float, default=[])
parser.add_argument("--origin", metavar="ORIGIN", nargs="?", const="*")
parser.add_argument("--streams", nargs='?', const=2, type=int)
parser.add_argument("--hash", choices=['md5', 'sha1'], default='sha1')
parser.add_argument("--names", type=str, nargs='+', default=[])
parser.add_argument("--configs", metavar="PATH", nargs='+', action='append')
parser.add_argument("--flag-of", type=str, action='append', default=[])
parser.add_argument("--out-directory", type=str)
parser.add_argument(
    "--root",
    type=is_valid_directory,
    help="""
    Quotes " and, commas
    """,
)
parser.add_argument("--verbose", action=VerboseAction, nargs='*', default=[])
`

const pinned = (text: string, version = "2") => ({
  commit: "c".repeat(40),
  text,
  version,
})

test("each argument is typed by what argparse does with it", () => {
  const { choices, options } = tableOf(app, [pinned(source)])

  const types = Object.fromEntries(
    Object.entries(options).map(([name, { type, values }]) => [
      name,
      values === undefined ? type : [type, ...values],
    ]),
  )
  expect(types).toEqual({
    configs: "paths",
    fast: ["several", "first", "second"],
    "flag-of": "repeated",
    hash: ["enum", "md5", "sha1"],
    "low-ram": "flag",
    lru: "int",
    method: ["enum", "first", "second"],
    names: "list",
    origin: "optional-string",
    "out-directory": "path",
    root: "path",
    share: "float",
    shares: "floats",
    streams: "optional-int",
    verbose: ["log-outputs", "LOUD", "QUIET"],
  })
  expect(choices).toEqual({
    "video-ram": { "low-ram": "--low_ram", lru: "--lru" },
  })
})

test("what only one of two versions knows says so", () => {
  const old = `parser.add_argument("--old", action="store_true")
parser.add_argument("--device", type=int)`
  const later = `parser.add_argument("--device", type=str)
parser.add_argument("--later", action="store_true")`

  const { options } = tableOf(app, [pinned(old, "1"), pinned(later, "2")])

  expect(options).toEqual({
    device: {
      argument: "--device",
      older: { type: "int", until: "1" },
      type: "string",
    },
    later: { after: "1", argument: "--later", type: "flag" },
    old: { argument: "--old", type: "flag", until: "1" },
  })
})

test.each([
  ["an action of its own", "action=Strange", /what is the action Strange/],
  ["a list of whole numbers", "nargs='*', type=int", /is new here/],
])("%s is not guessed", (_name, keywords, said) => {
  const text = `parser.add_argument("--x", ${keywords})`
  expect(() => tableOf(app, [pinned(text)])).toThrow(said)
})

test("a group without a name is not guessed", () => {
  const text = source.replaceAll("memory", "other")
  expect(() => tableOf(app, [pinned(text)])).toThrow(/has no name/)
})

const committed = join(
  import.meta.dirname,
  "../../nix/data/comfyui-options.json",
)

test("the committed table is as it is printed", async () => {
  const text = await readFile(committed, "utf8")
  expect(printTable(JSON.parse(text))).toBe(text)
})

const copies = process.env["SDOPS_COMFYUI"] ?? ""

/** A folder of copies of ComfyUI's comfy/cli_args.py: `<version>.py`. */
test.skipIf(!existsSync(copies))(
  "the committed table is what the copies in SDOPS_COMFYUI give",
  async () => {
    const text = await readFile(committed, "utf8")
    const { sources } = JSON.parse(text) as {
      readonly sources: readonly { commit: string; version: string }[]
    }
    const read = await Promise.all(
      sources.map(async ({ commit, version }) => ({
        commit,
        text: await readFile(join(copies, `${version}.py`), "utf8"),
        version,
      })),
    )
    expect(printTable(tableOf(comfyui, read))).toBe(text)
  },
)
