import { existsSync } from "node:fs"
import type { Entry } from "./entry.ts"
import type { Place } from "./place.ts"
import { defaultEntry, readRecord, setVariable } from "./record.ts"

export type Said = { readonly exit: number; readonly text: string }

/** The few verbs of bootctl(1) that a deployment needs. */
export function bootctl(place: Place, argv: readonly string[]): Said {
  const json = argv.some((word) => word.startsWith("--json="))
  const [verb = "status", id] = argv.filter((word) => !word.startsWith("-"))
  switch (verb) {
    case "status":
      return { exit: 0, text: status(place) }
    case "list":
      return { exit: 0, text: json ? listJson(place) : listText(place) }
    case "install":
    case "update":
      // The loader itself is no file here.
      return { exit: 0, text: "" }
    case "set-default":
    case "set-oneshot":
      if (verb === "set-oneshot" && !hasOneShot(place))
        return { exit: 1, text: "Failed to set EFI variable.\n" }
      if (id === undefined) return { exit: 1, text: "Too few arguments.\n" }
      setVariable(place, verb === "set-default" ? "default" : "oneshot", id)
      return { exit: 0, text: "" }
    default:
      return { exit: 1, text: `Unknown command verb '${verb}'.\n` }
  }
}

/** As an old loader, or another one of the same specification, has none. */
function hasOneShot({ root }: Place): boolean {
  return !existsSync(`${root}/etc/sdlab/boot-loader/faults/no-one-shot`)
}

function status(place: Place): string {
  const record = readRecord(place)
  const { oneshot, selected } = record.variables
  const entry = defaultEntry(record)
  const features = [
    "Default entry control",
    ...(hasOneShot(place) ? ["One-shot entry control"] : []),
  ]
  return [
    "System:",
    "      Firmware: UEFI 2.70 (rehearsal 1.00)",
    " Firmware Arch: x64",
    "   Secure Boot: disabled (disabled)",
    "",
    "Current Boot Loader:",
    "      Product: systemd-boot 257",
    `     Features: ✓ ${features.join("\n               ✓ ")}`,
    "          ESP: /boot",
    ...(selected === "" ? [] : [`Current Entry: ${selected}`]),
    ...(oneshot === "" ? [] : [`OneShot Entry: ${oneshot}`]),
    "",
    "Default Boot Loader Entry:",
    "         type: Boot Loader Specification Type #1 (.conf)",
    `        title: ${showTitle(entry)}`,
    `           id: ${entry?.id ?? ""}`,
    `       source: /boot//loader/entries/${entry?.id ?? ""}`,
    `      version: ${entry?.version ?? ""}`,
    `      options: ${entry?.options ?? ""}`,
    "",
  ].join("\n")
}

function listText(place: Place): string {
  const { entries } = readRecord(place)
  return entries
    .map(
      (entry) =>
        `        title: ${showTitle(entry)}\n           id: ${entry.id}\n`,
    )
    .join("\n")
}

function listJson(place: Place): string {
  const record = readRecord(place)
  const standard = defaultEntry(record)
  const rows = record.entries.map((entry) => ({
    type: "type1",
    source: "esp",
    id: entry.id,
    path: `/boot//loader/entries/${entry.id}`,
    root: "/boot",
    title: entry.title,
    showTitle: showTitle(entry),
    sortKey: entry.sortKey,
    version: entry.version,
    machineId: entry.machineId,
    options: entry.options,
    linux: entry.linux,
    initrd: entry.initrd === "" ? [] : [entry.initrd],
    isReported: true,
    isDefault: entry.id === standard?.id,
    isSelected: entry.id === record.variables.selected,
  }))
  return `${JSON.stringify(rows)}\n`
}

function showTitle(entry: Entry | undefined): string {
  return entry === undefined ? "" : `${entry.title} (${entry.version})`
}
