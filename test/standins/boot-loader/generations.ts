import { lstatSync, readdirSync, readlinkSync } from "node:fs"
import type { Place } from "./place.ts"

export type Generation = {
  readonly number: number
  /** Its toplevel, a store path. */
  readonly system: string
  /** Day of the link, `2026-11-22`. */
  readonly built: string
}

/** Generations of the system profile, oldest first. */
export function readGenerations({ root }: Place): Generation[] {
  const folder = `${root}/nix/var/nix/profiles`
  return readdirSync(folder)
    .flatMap((name) => {
      const number = /^system-(\d+)-link$/.exec(name)?.[1]
      if (number === undefined) return []
      const link = `${folder}/${name}`
      const built = lstatSync(link).mtime.toISOString().slice(0, 10)
      return [{ built, number: Number(number), system: readlinkSync(link) }]
    })
    .sort((one, other) => one.number - other.number)
}
