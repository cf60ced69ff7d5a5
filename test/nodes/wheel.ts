import { zip } from "../../src/nodes/zip.ts"

type Made = {
  readonly name: string
  readonly version: string
  readonly requires?: readonly string[]
  /** `py3-none-any` when left out. */
  readonly tag?: string
  /** Text of the module's only variable. */
  readonly value?: string
}

/** A small wheel that pip would take, with one module of its name. */
export function wheel({ name, requires = [], tag, value, version }: Made) {
  const module = name.replaceAll("-", "_")
  const stem = `${module}-${version}`
  const info = `${stem}.dist-info`
  const tagged = tag ?? "py3-none-any"
  const wanted = requires.map((one) => `Requires-Dist: ${one}\n`).join("")
  const about = `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`
  const metadata = `${about}${wanted}`
  const content = zip([
    [`${module}/__init__.py`, `VALUE = ${JSON.stringify(value ?? version)}\n`],
    [`${info}/METADATA`, metadata],
    [
      `${info}/WHEEL`,
      `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n` +
        `Tag: ${tagged}\n`,
    ],
    [`${info}/RECORD`, ""],
  ])
  return { content, file: `${stem}-${tagged}.whl` }
}
