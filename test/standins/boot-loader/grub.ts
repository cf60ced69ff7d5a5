import { readFileSync } from "node:fs"
import type { Place } from "./place.ts"

/**
 * The toplevel that GRUB boots by the configuration that NixOS' builder has
 * written; undefined if there is none. The default is the number of an entry
 * of the first level.
 */
export function grubDefault({ root }: Place): string | undefined {
  let text: string
  try {
    text = readFileSync(`${root}/boot/grub/grub.cfg`, "utf8")
  } catch {
    return undefined
  }
  const numbers = text.matchAll(/^\s*set default="?(\d+)"?$/gm)
  const number = Number([...numbers].at(-1)?.[1] ?? 0)
  const entries = text.split(/^(?=menuentry|submenu)/m).slice(1)
  return /init=(\/nix\/store\/\S+)\/init\b/.exec(entries[number] ?? "")?.[1]
}
