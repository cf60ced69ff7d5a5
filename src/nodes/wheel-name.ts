import { packageName } from "./package-name.ts"

/** A wheel's file name in its parts. Source: PEP 427, File name convention. */
export type WheelName = {
  /** Normalised. */
  readonly name: string
  readonly version: string
  readonly build: number
  readonly pythons: readonly string[]
  readonly abis: readonly string[]
  readonly platforms: readonly string[]
}

const pattern = /^([^-]+)-([^-]+)(?:-(\d+)[^-]*)?-([^-]+)-([^-]+)-([^-]+)\.whl$/

/** Undefined for what is no wheel. In: a file name, percent signs decoded. */
export function wheelName(file: string): WheelName | undefined {
  const [whole, name, version, build, pythons, abis, platforms] =
    pattern.exec(file) ?? []
  if (whole === undefined) return undefined
  return {
    abis: (abis ?? "").split("."),
    build: Number(build ?? 0),
    name: packageName(name ?? ""),
    platforms: (platforms ?? "").split("."),
    pythons: (pythons ?? "").split("."),
    version: version ?? "",
  }
}

/** The last part of a URL or path, as a file is called. */
export function fileOf(url: string): string {
  const last = /[^/]*$/.exec(url.replace(/[?#].*$/, ""))?.[0] ?? ""
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}
