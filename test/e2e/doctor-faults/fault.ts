import type { Told } from "../doctor.ts"
import said from "./told.json" with { type: "json" }

/** What doctor says of each cause, and has one type about it. */
export const told: Readonly<Record<string, readonly Told[]>> = said

/** What is broken on a host, by a script; and how it is mended. */
export type HostFault = readonly [
  /** The one check that says so, and how. */
  check: string,
  what: string,
  script: string,
  mend: string,
]

/** A file that says something, and that goes again. */
export function says(
  check: string,
  what: string,
  [file, text]: readonly [file: string, text: string],
): HostFault {
  const folder = file.replace(/\/[^/]*$/u, "")
  const write = `mkdir -p ${folder}; printf '%b' '${text}' >${file}`
  return [check, what, write, `rm ${file}`]
}
