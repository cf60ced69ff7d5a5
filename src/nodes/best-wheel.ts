import { fileOf, type WheelName, wheelName } from "./wheel-name.ts"

/**
 * The one that pip would install of wheels that all fit: made for the most
 * particular Python and ABI, then for the newest libraries, then built last.
 * Source: PEP 425, and packaging.tags.sys_tags, whose order this is.
 */
export function bestWheel<Wheel extends { readonly url: string }>(
  wheels: readonly Wheel[],
): Wheel | undefined {
  const ranked = wheels
    .map((wheel) => ({ name: wheelName(fileOf(wheel.url)), wheel }))
    .filter(({ name }) => name !== undefined)
    .map(({ name, wheel }) => ({ rank: rankOf(name as WheelName), wheel }))
  return ranked.toSorted((a, b) => compare(b.rank, a.rank))[0]?.wheel
}

type Rank = readonly (number | string)[]

/** Bigger is better; the URL decides between equals. */
function rankOf(name: WheelName): Rank {
  const native = name.abis.some((abi) => abi.startsWith("cp")) ? 2 : 0
  const stable = name.abis.includes("abi3") ? 1 : 0
  return [
    Math.max(native, stable),
    Math.max(...name.pythons.map(pythonRank)),
    Math.max(...name.platforms.map(libraryRank)),
    name.build,
    name.platforms.join("."),
  ]
}

/** `cp312` before `cp38`, both before `py3`. */
function pythonRank(tag: string): number {
  const [, kind = "", digits = "0"] = /^([a-z]+)(\d+)$/.exec(tag) ?? []
  const major = Number(digits.slice(0, 1))
  const minor = Number(digits.slice(1) || 0)
  return (kind === "cp" ? 10_000 : 0) + major * 1000 + minor
}

/** manylinux_2_28 before manylinux_2_17, any platform last. */
function libraryRank(tag: string): number {
  const [, major, minor] = /^manylinux_(\d+)_(\d+)_/.exec(tag) ?? []
  if (major !== undefined) return Number(major) * 1000 + Number(minor)
  // What they are called by today: PEP 600.
  const old: Readonly<Record<string, number>> = {
    manylinux1: 2005,
    manylinux2010: 2012,
    manylinux2014: 2017,
  }
  const [family = ""] = tag.split("_")
  return old[family] ?? (tag === "any" ? 0 : 1)
}

function compare(a: Rank, b: Rank): number {
  for (const [index, mine] of a.entries()) {
    const theirs = b[index] as number | string
    if (mine !== theirs) return mine < theirs ? -1 : 1
  }
  return 0
}
