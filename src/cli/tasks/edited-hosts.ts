import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fail } from "../../errors/fail.ts"
import {
  editHost,
  fileOf,
  rewriteHost,
} from "../../inventory/edit/edit-host.ts"
import type { Wishes } from "../../inventory/edit/host-edits.ts"
import { removeHost, renameHost } from "../../inventory/edit/move-host.ts"
import type {
  HostEdited,
  HostRemoved,
  HostRenamed,
} from "../../inventory/edit/result.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { onHost } from "../../inventory/on-host.ts"
import { selectHosts } from "../../inventory/select/select.ts"
import { onTerminal } from "../../process.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import type { WorkContext } from "./at-work.ts"
import { fleetWork } from "./fleet-work.ts"

/** Edits one host's file: by what flags say, else in the person's editor. */
export async function editedHost(
  name: string,
  wishes: Wishes,
  flags: GlobalFlags,
): Promise<HostEdited> {
  const wished = Object.values(wishes).some((words) => words.length > 0)
  return fleetWork({
    flags,
    recovery: "sdops hosts list",
    say: ({ changed, file, host }, theme) =>
      changed
        ? `edited ${file}\n${theme.dim(`next: sdops plan ${host}`)}`
        : `${file} is unchanged`,
    work: async (fleet, context) => {
      const host = one(fleet, name).name
      const changed = wished
        ? await editHost(fleet, host, wishes, context)
        : await inEditor(fleet, host, context)
      return { changed, "exit-code": 0, file: fileOf(host), host }
    },
  })
}

async function inEditor(
  fleet: Fleet,
  host: string,
  context: WorkContext,
): Promise<boolean> {
  const { environment } = context
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    const problem =
      "without a terminal, hosts edit takes --set, --add, --remove"
    throw fail("usage", { problem, try: ["sdops hosts edit --help"] })
  }
  const before = await readFile(join(fleet.root, fileOf(host)), "utf8")
  const folder = await mkdtemp(join(tmpdir(), "sdops-edit-"))
  const copy = join(folder, `${host}.yaml`)
  await writeFile(copy, before)
  const editor = environment["VISUAL"] || environment["EDITOR"] || "vi"
  const exit = await onTerminal(["sh", "-c", `${editor} "$1"`, "sh", copy], {
    environment,
  })
  const after = await readFile(copy, "utf8")
  if (exit === 0 && after !== before) {
    // Where it isn't taken, the copy stays for another try.
    const changed = await rewriteHost(fleet, host, { after, before }, context)
    await rm(folder, { force: true, recursive: true })
    return changed
  }
  await rm(folder, { force: true, recursive: true })
  return false
}

/** Takes one host out of the inventory, once its name was typed. */
export async function removedHost(
  name: string,
  flags: GlobalFlags & { readonly confirm?: string | undefined },
): Promise<HostRemoved> {
  return fleetWork({
    flags,
    recovery: "sdops hosts list",
    say: ({ host, kept, stays, undo }, theme) =>
      [
        `removed ${host} from the inventory; its files are in ${kept}`,
        "on the host itself stay:",
        ...stays.map((line) => `  ${line}`),
        theme.dim(`undo: ${undo}`),
      ].join("\n"),
    work: async (fleet, context) => {
      const host = one(fleet, name)
      if (flags.confirm !== host.name) {
        const text = `remove ${host.name} from the inventory`
        const flag = `--confirm ${host.name}`
        const question = { flag, host: host.name, text, typed: host.name }
        await context.confirm(question)
      }
      const kept = await removeHost(fleet, host.name, context)
      return {
        "exit-code": 0,
        host: host.name,
        kept,
        stays: [
          "the system that runs, with its apps and models",
          "its generations, as roots of Nix' garbage collector",
          `sdops' records: ${onHost(host, "ls /nix/var/sdops")}`,
        ],
        undo: `mv ${join(fleet.root, kept)}/* ${join(fleet.root, "hosts")}`,
      }
    },
  })
}

/** Gives one host another name. */
export async function renamedHost(
  from: string,
  to: string,
  flags: GlobalFlags,
): Promise<HostRenamed> {
  return fleetWork({
    flags,
    recovery: "sdops hosts list",
    say: (renamed, theme) =>
      [
        `renamed ${renamed.from} to ${renamed.to}; nothing on the host changed`,
        ...renamed.naming.map((file) => `${file} still names ${renamed.from}`),
        theme.dim(`next: sdops plan ${renamed.to}`),
      ].join("\n"),
    work: async (fleet, context) => {
      const { name } = one(fleet, from)
      const naming = await renameHost(fleet, { from: name, to }, context)
      return { "exit-code": 0, from: name, naming, to }
    },
  })
}

function one(fleet: Fleet, name: string) {
  const [host, ...others] = selectHosts(fleet, [name])
  if (host !== undefined && others.length === 0) return host
  const problem = `expected one host; ${name} are ${others.length + 1}`
  throw fail("usage", { problem, try: ["sdops hosts list"] })
}
