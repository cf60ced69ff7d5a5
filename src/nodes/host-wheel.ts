import { zip } from "./zip.ts"

export type HostWheel = {
  readonly file: string
  readonly content: Uint8Array
}

/** As much of a version as Python's packages have: PEP 440, without epoch. */
const release =
  /^\d+(?:\.\d+)*(?:(?:a|b|rc)\d+)?(?:\.post\d+)?(?:\.dev\d+)?(?:\+[a-z0-9]+(?:[._-][a-z0-9]+)*)?$/i

/**
 * A package that the host's Python has already, as a wheel without content: so
 * the resolver takes exactly this version, asks no index for it, and brings
 * nothing that it needs, since that is there too.
 */
export function hostWheel(name: string, version: string): HostWheel {
  const stem = `${name.replaceAll("-", "_")}-${wheelVersion(version)}`
  const info = `${stem}.dist-info`
  const content = zip([
    [
      `${info}/METADATA`,
      `Metadata-Version: 2.1\nName: ${name}\n` +
        `Version: ${wheelVersion(version)}\n`,
    ],
    [
      `${info}/WHEEL`,
      "Wheel-Version: 1.0\nGenerator: sdops\nRoot-Is-Purelib: true\n" +
        "Tag: py3-none-any\n",
    ],
    [`${info}/RECORD`, ""],
  ])
  return { content, file: `${stem}-py3-none-any.whl` }
}

/**
 * A version of nixpkgs as Python's packages write it: of
 * `1.2-unstable-2026-01-01` what comes first, and 0 of what has no number.
 */
export function wheelVersion(version: string): string {
  if (release.test(version)) return version.toLowerCase()
  return /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? "0"
}
