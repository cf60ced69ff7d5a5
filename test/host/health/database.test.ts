import { utimes } from "node:fs/promises"
import { expect, test } from "vitest"
import { lookAtHealth } from "../../../src/host/health/health.ts"
import { FakeRoot, shells } from "../local-shell.ts"
import { nothing } from "./nothing.ts"

const file = "/var/lib/comfyui/user/comfyui.db"
const user = "nobody"

/** A database's first page, as sqlite writes it, that claims so many pages. */
function database(pages: number): string {
  const page = Buffer.alloc(4096)
  page.write("SQLite format 3\0", "latin1")
  page.writeUInt16BE(4096, 16)
  page.writeUInt32BE(7, 24)
  page.writeUInt32BE(pages, 28)
  page.writeUInt32BE(7, 92)
  return page.toString("latin1")
}

type Given = {
  readonly files?: Readonly<Record<string, string>>
  readonly text: string
  /** What becomes of `setpriv … test -w`. */
  readonly setpriv?: string
}

const cases: readonly (readonly [what: string, Given, fault: string])[] = [
  ["whole", { text: database(1) }, ""],
  ["new and still empty", { text: "" }, ""],
  ["a text", { text: "no database\n" }, "corrupt"],
  ["cut", { text: database(9) }, "truncated"],
  [
    "cut, but the rest is still in the log",
    { files: { [`${file}-wal`]: "x" }, text: database(9) },
    "",
  ],
  [
    "its user's no more",
    { setpriv: "exit 1", text: database(1) },
    `unwritable ${user}`,
  ],
  [
    "nobody's to try, as its user can't be taken",
    { setpriv: "exit 127", text: database(1) },
    "",
  ],
]

test.for(
  shells.flatMap((shell) => cases.map((one) => [shell, ...one] as const)),
)(
  "%s: a database that is %s",
  async ([shell, , { files = {}, setpriv = "exit 0", text }, fault]) => {
    const unit = "run/current-system/etc/systemd/system/comfyui.service"
    await using root = await FakeRoot.make(
      { ...files, [unit]: `[Service]\nUser=${user}\n` },
      { setpriv },
    )
    await root.put(file, text)
    // One that is written right now isn't judged.
    await utimes(root.at(file), 1_700_000_000, 1_700_000_000)
    const seen = await lookAtHealth(root.shell(shell), {
      ...nothing,
      databases: [{ file, unit: "comfyui.service" }],
    })
    const found = seen.databases.map((one) =>
      "by" in one ? `${one.is} ${one.by}` : one.is,
    )
    expect(found).toEqual(fault === "" ? [] : [fault])
  },
)
