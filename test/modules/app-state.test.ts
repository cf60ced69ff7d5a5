import { rm, symlink, writeFile } from "node:fs/promises"
import { expect, test } from "vitest"
import appState from "../../nix/modules/app-state.sh"
import asOwner from "../../nix/modules/as-owner.sh"
import savedState from "../../nix/modules/saved-state.sh"
import { FakeRoot, runIn, shells } from "../host/local-shell.ts"

const store = "/nix/store/f5zmfgf19c8bm3pf1jrp0bjzv2fqv163-nixos-system"
const [candidate, old, drifted] = [`${store}-3`, `${store}-1`, `${store}-2`]
const folder = "nix/var/sdops/deploys/d-1234"

const record = {
  "boot-default": drifted,
  "boot-id": "before",
  candidate,
  current: old,
  id: "d-1234",
  nonce: "n",
  state: "gating",
}

type Row = readonly [
  what: string,
  edits: Readonly<Record<string, string>>,
  expected: "comes back" | "stays",
  more?: { readonly runs?: string; readonly without?: string },
]

const rows: readonly Row[] = [
  ["power lost in the gate", {}, "comes back"],
  ["power lost in the activation", { state: "activating" }, "comes back"],
  ["power lost in the commit", { state: "committing" }, "comes back"],
  ["power lost in a rollback", { state: "rolling-back" }, "comes back"],
  ["a one-shot boot that was left", { state: "booting" }, "comes back"],
  ["a drifted host", {}, "comes back", { runs: drifted }],
  ["the candidate runs", {}, "stays", { runs: candidate }],
  ["another system runs", {}, "stays", { runs: `${store}-4` }],
  ["the deployment goes on", { "boot-id": "now" }, "stays"],
  ["it has ended well", { state: "committed" }, "stays"],
  ["it went back by itself", { state: "rolled-back" }, "stays"],
  ["before the activation", { state: "locked" }, "stays"],
  ["a record of nobody", { nonce: "" }, "stays"],
  ["it was put back before", {}, "stays", { without: "back" }],
  ["an app that stayed as it was", {}, "stays", { without: "changed" }],
  ["a copy that was never whole", {}, "stays", { without: "saved" }],
]

const here = rows.flatMap((row) =>
  shells.map((shell) => [row[0], row, shell] as const),
)

test.for(here)("%s: what an app has written, by %o", async ([, row, shell]) => {
  const [, edits, expected, { runs = old, without } = {}] = row
  await using root = await FakeRoot.make({
    "proc/sys/kernel/random/boot_id": "now\n",
    "var/lib/app/app.db": "migrated\n",
    "var/lib/app/app.db-wal": "migrated, too\n",
    [`${folder}/record`]: Object.entries({ ...record, ...edits })
      .map(([key, value]) => `${key}=${value}\n`)
      .join(""),
    [`${folder}/saved/1/part`]: "old\n",
    [`${folder}/saved/1/part.mode`]: "600\n",
    [`${folder}/saved/1/unit`]: "app.service\n",
    ...(without !== "saved" && { [`${folder}/state-saved`]: "" }),
    ...(without !== "changed" && { [`${folder}/saved/1/changed`]: "" }),
    ...(without === "back" && { [`${folder}/state-back`]: "" }),
  })
  const path = root.at("var/lib/app/app.db")
  await writeFile(root.at(`${folder}/saved/1/path`), `${path}\n`)
  await rm(root.at("run/current-system"))
  await symlink(runs, root.at("run/current-system"))
  const script = `set -eu\nnl='\n'\n${asOwner}\n${savedState}\n${appState}`

  const ran = await runIn(shell, script, { root: root.path })

  expect(ran.exit).toBe(0)
  const back = expected === "comes back"
  const read = (name: string) => root.read(`var/lib/app/${name}`)
  expect(await read("app.db")).toBe(back ? "old\n" : "migrated\n")
  expect(await read("app.db-wal")).toBe(back ? undefined : "migrated, too\n")
  expect(ran.stderr.includes("restored the state of app.service")).toBe(back)
  // What the old system's app writes from now on stays.
  if (!back) return
  await root.put("var/lib/app/app.db", "newer\n")
  await runIn(shell, script, { root: root.path })
  expect(await read("app.db")).toBe("newer\n")
})
