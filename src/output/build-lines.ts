import prettyBytes from "pretty-bytes"
import type { BuildSight } from "../nix/log/sight.ts"
import { bar } from "./bar.ts"
import { duration } from "./duration.ts"

/** A sight and when it was, in seconds of the clock. */
export type Seen = { readonly at: number; readonly build: BuildSight }

/** Seconds after which a speed says nothing any more. */
const fresh = 10

/** How far a build is, in one line: a bar, counts, roughly what is left. */
export function buildLine({ at, build }: Seen, now: number): string {
  const { built, failed, left = 0, toBuild } = build
  // Time goes on while nothing is told.
  const remaining = left - (now - at)
  const parts = [
    ...(toBuild > 0 ? [`built ${built} of ${toBuild}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(remaining > 0 ? [`about ${duration(remaining)} left`] : []),
  ]
  return `${bar(partOf(build), 16)}  ${parts.join(", ")}`.trimEnd()
}

/** What is copied altogether, and how fast; none while nothing is. */
function copyLine({ at, build }: Seen, now: number): readonly string[] {
  const { copied, speed, toCopy } = build
  if (toCopy === 0 || (copied === toCopy && build.copying.length === 0)) {
    return []
  }
  const pace = now - at < fresh && speed ? `, ${prettyBytes(speed)}/s` : ""
  return [`copied ${prettyBytes(copied)} of ${prettyBytes(toCopy)}${pace}`]
}

/** What goes on, the longest first: `building torch-2.9.1 on neon 4m 10s`. */
export function underWay(seen: Seen, now: number): readonly string[] {
  const { build } = seen
  const building = build.building.map(({ name, on, since }) => {
    const where = on === "" ? "" : ` on ${on}`
    return `building ${name}${where} ${duration(Math.max(0, now - since))}`
  })
  const copying = build.copying.map(({ done, from, name, size, to }) => {
    const way = `${from === "" ? "" : ` from ${from}`}${to && ` to ${to}`}`
    const part = `${prettyBytes(done)} of ${prettyBytes(size)}`
    return `copying ${name}${way} ${size > 0 ? part : ""}`.trimEnd()
  })
  return [...building, ...copyLine(seen, now), ...copying]
}

/** The smaller part: a bar is full when nothing is left to do. */
function partOf(build: BuildSight): number {
  const parts = [
    [build.built, build.toBuild],
    [build.copied, build.toCopy],
  ] as const
  const known = parts.filter(([, all]) => all > 0)
  return Math.min(1, ...known.map(([done, all]) => done / all))
}
