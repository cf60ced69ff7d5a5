import { existsSync, readFileSync, realpathSync, rmSync } from "node:fs"
import { basename, dirname } from "node:path"
import { formatEntry, type Entry } from "./entry.ts"
import { readGenerations, type Generation } from "./generations.ts"
import { loaderFolder, type Place } from "./place.ts"
import { list } from "./record.ts"
import { copyWhole, writeWhole } from "./write-whole.ts"

export type Install = {
  readonly toplevel: string
  /** How many generations get an entry; all if undefined. */
  readonly limit?: number | undefined
}

/**
 * Writes an entry for every generation, then the default: the newest one whose
 * system is the toplevel. For a toplevel that is no generation it is a pattern
 * that all fit, of which the loader takes the newest, as NixOS's builder has
 * it. Throws what the file system throws.
 */
export function install(place: Place, { toplevel, limit }: Install): void {
  if (existsSync(`${place.root}/etc/sdlab/boot-loader/faults/fails`)) {
    throw new Error("[Errno 5] Input/output error: '/boot/loader/entries'")
  }
  const all = readGenerations(place)
  const kept = limit === undefined ? all : all.slice(-limit)
  const folder = loaderFolder(place)
  removeOld(place, kept)
  for (const generation of kept) {
    const entry = makeEntry(place, generation)
    writeWhole(`${folder}/entries/${entry.id}`, formatEntry(entry))
  }
  const chosen = kept.findLast(({ system }) => system === toplevel)
  const id = chosen === undefined ? "nixos-*" : idOf(chosen)
  writeWhole(`${folder}/loader.conf`, loaderConf(id))
}

function loaderConf(id: string): string {
  return `timeout 5\ndefault ${id}\neditor 0\nconsole-mode keep\n`
}

function idOf({ number }: Generation): string {
  return `nixos-generation-${number}.conf`
}

function makeEntry(place: Place, generation: Generation): Entry {
  const { built, number, system } = generation
  const inside = `${place.root}${system}`
  const label = read(`${inside}/nixos-version`) || "25.05"
  return {
    id: idOf(generation),
    initrd: copyFile(place, `${system}/initrd`),
    linux: copyFile(place, `${system}/kernel`),
    machineId: read(`${place.root}/etc/machine-id`),
    options: [`init=${system}/init`, read(`${inside}/kernel-params`)]
      .filter(Boolean)
      .join(" "),
    sortKey: "nixos",
    title: "NixOS",
    version: `Generation ${number} NixOS ${label}, built on ${built}`,
  }
}

/** Brings a file of the store to the ESP; returns its place there. */
function copyFile({ root }: Place, path: string): string {
  if (!existsSync(`${root}${path}`)) return ""
  const real = realpathSync(`${root}${path}`)
  const name = `${basename(dirname(real))}-${basename(real)}.efi`
  const file = `/EFI/nixos/${name}`
  if (!existsSync(`${root}/boot${file}`)) copyWhole(real, `${root}/boot${file}`)
  return file
}

/** Entries of generations that are gone, first: they make room. */
function removeOld(place: Place, kept: readonly Generation[]): void {
  const ids = kept.map(idOf)
  const folder = `${loaderFolder(place)}/entries`
  for (const name of list(folder)) {
    if (!name.startsWith("nixos-") || ids.includes(name)) continue
    rmSync(`${folder}/${name}`)
  }
}

function read(path: string): string {
  return existsSync(path) ? readFileSync(path, "utf8").trim() : ""
}
