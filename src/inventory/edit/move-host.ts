import { mkdir, readdir, rename, rm, stat } from "node:fs/promises"
import { dirname, join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { Context } from "../../context.ts"
import { fail } from "../../errors/fail.ts"
import { inTurn } from "../../files/turn.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Fleet } from "../fleet.ts"
import { fleetOf } from "../load.ts"
import { readInventory, readText } from "../read/read.ts"
import { judgeName } from "../schema/host-name.ts"
import { requireFree } from "./add-host.ts"

type Rooted = Pick<Fleet, "root">
type Turn = Pick<Context<never>, "limits" | "signal">

/**
 * Takes a host out of the inventory: its file and folder go to a folder that
 * sdops doesn't read. Output: that folder, from the root. Errors:
 * `badInventory` when the rest would not load without it, and then it stays;
 * `fleetBusy`.
 */
export async function removeHost(
  { root }: Rooted,
  host: string,
  context: Turn,
): Promise<string> {
  const hosts = join(root, "hosts")
  return inTurn(hosts, context, async () => {
    const time = new Date().toISOString().slice(0, 19).replaceAll(/\D/g, "")
    const kept = `hosts/.removed/${host}-${time}`
    await using undo = new AsyncDisposableStack()
    await mkdir(join(root, kept), { recursive: true })
    undo.defer(() => rm(join(root, kept), { force: true, recursive: true }))
    for (const part of [host, `${host}.yaml`])
      await move(join(hosts, part), join(root, kept, part), undo)
    await fleetOf(root, readInventory(root))
    undo.move()
    return kept
  })
}

/**
 * Gives a host another name: its file, its folder and what names files in that.
 * Output: the files of the fleet that still name it. Errors: `usage`,
 * `hostExists`, `badInventory`, `notEditable`, `fleetBusy`; then all stays.
 */
export async function renameHost(
  { root }: Rooted,
  { from, to }: { readonly from: string; readonly to: string },
  context: Turn,
): Promise<string[]> {
  const unfit = judgeName(to)
  if (unfit !== undefined)
    throw fail("usage", { problem: unfit, try: ["sdops hosts rename --help"] })
  const hosts = join(root, "hosts")
  const again = ({ name = to }: Readonly<Record<string, string>>): string =>
    `sdops hosts rename ${from} ${name}`
  const { parse } = await import("yaml")
  return inTurn(hosts, context, async () => {
    await requireFree(root, { again, name: to })
    await using undo = new AsyncDisposableStack()
    for (const one of readInventory(root)) {
      if (!("text" in one)) continue
      const text = renamed(one.text, { from, to }, parse)
      if (text === undefined)
        throw fail("notEditable", { file: one.file, paths: ["modules"] })
      if (text === one.text) continue
      await replaceFile(join(root, one.file), text)
      undo.defer(() => replaceFile(join(root, one.file), one.text))
    }
    for (const ending of ["", ".yaml"])
      await move(join(hosts, from + ending), join(hosts, to + ending), undo)
    await fleetOf(root, readInventory(root))
    undo.move()
    return await naming(root, from)
  })
}

/**
 * A file whose paths into a host's folder lead into the other one; undefined
 * where more than those would change.
 */
function renamed(
  text: string,
  { from, to }: { readonly from: string; readonly to: string },
  parse: (text: string) => unknown,
): string | undefined {
  const pattern = new RegExp(`(?<![\\w./-])\\./${from}/`, "g")
  const edited = text.replaceAll(pattern, `./${to}/`)
  if (edited === text) return text
  const wanted = swapped(parse(text), `./${from}/`, `./${to}/`)
  return isDeepStrictEqual(parse(edited), wanted) ? edited : undefined
}

/** A value whose entries of `modules` begin otherwise. */
function swapped(value: unknown, from: string, to: string): unknown {
  const swap = (table: Record<string, unknown>): Record<string, unknown> => {
    const { modules } = table
    if (!Array.isArray(modules)) return table
    const moved = modules.map((entry: unknown) =>
      typeof entry === "string" && entry.startsWith(from)
        ? to + entry.slice(from.length)
        : entry,
    )
    return { ...table, modules: moved }
  }
  if (typeof value !== "object" || value === null) return value
  const file = swap(value as Record<string, unknown>)
  const { defaults } = file
  if (typeof defaults !== "object" || defaults === null) return file
  return { ...file, defaults: swap(defaults as Record<string, unknown>) }
}

/** Files of recurring rollouts that name a host. */
async function naming(root: string, host: string): Promise<string[]> {
  const names = await readdir(join(root, "rollouts")).catch(() => [])
  return names
    .filter((name) => name.endsWith(".yaml") && !name.startsWith("."))
    .map((name) => `rollouts/${name}`)
    .filter((file) => {
      const read = readText(root, file)
      const word = new RegExp(`(?<![\\w-])${host}(?![\\w-])`)
      return "text" in read && word.test(read.text)
    })
    .toSorted()
}

async function move(
  from: string,
  to: string,
  undo: AsyncDisposableStack,
): Promise<void> {
  const found = await stat(from).catch(() => undefined)
  if (found === undefined) return
  await mkdir(dirname(to), { recursive: true })
  await rename(from, to)
  undo.defer(() => rename(to, from))
}
