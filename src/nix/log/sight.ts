import { nameOf } from "../store-path.ts"
import { bytesOf, type Progress } from "./progress.ts"

/** What a build does just now, for people and programs. */
export type BuildSight = {
  /** Derivations, the one that began first before the others. */
  readonly building: readonly {
    readonly name: string
    /** A store URI; empty where Nix itself runs. */
    readonly on: string
    /** Seconds of the clock. */
    readonly since: number
  }[]
  /** Derivations: those that are over, and all of them. */
  readonly built: number
  readonly toBuild: number
  readonly failed: number
  readonly copying: readonly {
    readonly name: string
    /** Store URIs. */
    readonly from: string
    readonly to: string
    /** Bytes. */
    readonly done: number
    readonly size: number
  }[]
  /** Bytes, unpacked. */
  readonly copied: number
  readonly toCopy: number
  /** Bytes a second. */
  readonly speed?: number
  /** Seconds, roughly. */
  readonly left?: number
}

/** What was planned before anything is told. */
export type Expected = {
  /** Derivations. */
  readonly builds: number
  /** Bytes, unpacked. */
  readonly bytes: number
  /** Seconds that compiling takes, of all that is slow. */
  readonly slow: number
  /** Seconds that a derivation takes; undefined for what isn't slow. */
  readonly secondsOf: (drv: string) => number | undefined
}

export const nothingExpected: Expected = {
  builds: 0,
  bytes: 0,
  secondsOf: () => undefined,
  slow: 0,
}

/** Light builds of a run before their mean says anything. */
const enough = 3

/** What is to be shown of a build at `now`, in seconds. */
export function sightOf(
  progress: Progress,
  expected: Omit<Expected, "secondsOf">,
  now: number,
): BuildSight {
  const { builds, ended } = progress
  const open = [...progress.open.values()]
  const toBuild = Math.max(builds.size, expected.builds)
  const bytes = bytesOf(progress)
  const toCopy = Math.max(bytes.expected, expected.bytes, bytes.done)
  const speed = speedOf(progress)
  const left = longest([
    copyingLeft(toCopy - bytes.done, speed),
    buildingLeft(progress, toBuild - ended.count, expected, now),
  ])
  return {
    building: open
      .toSorted((a, b) => a.since - b.since)
      .map(({ drv, machine: on, since }) => ({ name: nameOf(drv), on, since })),
    built: ended.count,
    copied: bytes.done,
    copying: copyingIn(progress),
    failed: progress.counted.failed,
    toBuild,
    toCopy,
    ...(speed !== undefined && { speed }),
    ...(left !== undefined && { left }),
  }
}

/** Bytes a second of late; undefined before there is anything to tell. */
export function speedOf({ marks }: Progress): number | undefined {
  const [first] = marks
  const last = marks.at(-1)
  if (first === undefined || last === undefined) return undefined
  const seconds = last.at - first.at
  return seconds < 1 ? undefined : (last.bytes - first.bytes) / seconds
}

function copyingIn({ running }: Progress): BuildSight["copying"] {
  return [...running.values()].flatMap(({ activity, done, size }) => {
    if (activity.type !== "copy") return []
    const { from, path, to } = activity
    return [{ done, from, name: nameOf(path), size, to }]
  })
}

/** Both at once; unknown if either is. */
function longest(seconds: readonly (number | undefined)[]) {
  const known = seconds.filter((one) => one !== undefined)
  return known.length < seconds.length ? undefined : Math.max(...known)
}

function copyingLeft(bytes: number, speed: number | undefined) {
  if (bytes === 0) return 0
  return speed === undefined || speed === 0 ? undefined : bytes / speed
}

function buildingLeft(
  { ended, open: running }: Progress,
  count: number,
  { slow }: Pick<Expected, "slow">,
  now: number,
): number | undefined {
  if (count === 0) return 0
  const open = [...running.values()].map(({ of, since }) => ({
    of,
    took: now - since,
  }))
  const all = Math.max(slow, ended.of + sum(open.map(({ of }) => of)))
  if (all > 0) {
    // What takes longer than the table says may take any time.
    if (open.some(({ of, took }) => of > 0 && took > of)) return undefined
    const gone = open.map(({ of, took }) => Math.min(of, took))
    return all - ended.of - sum(gone)
  }
  if (ended.count < enough) return undefined
  const mean = ended.took / ended.count
  return (mean * count) / Math.max(1, open.length)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}
