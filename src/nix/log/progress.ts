import type { Activity, LogLine } from "./log-line.ts"

/** One derivation, however many machines tell of it. */
export type Build = {
  readonly drv: string
  /** A store URI; empty where Nix itself runs. */
  readonly machine: string
  /** Seconds of the clock that the lines came by. */
  readonly since: number
  /** Undefined while it is built. */
  readonly until: number | undefined
  /** Seconds that it is known to take; 0 for what isn't slow. */
  readonly of: number
}

/** Sums over builds, so that nobody needs to go through all of them. */
type Sums = {
  /** How many. */
  readonly count: number
  /** Seconds that they are known to take. */
  readonly of: number
  /** Seconds that they took. */
  readonly took: number
}

/** What is under way, with bytes. */
type Running = {
  readonly activity: Activity
  readonly since: number
  readonly done: number
  readonly size: number
  /** Bytes of copies that it has announced. */
  readonly copies: number
  /** Whether a builder does it for itself. */
  readonly there: boolean
}

/** How much was copied at a time, in bytes and seconds. */
type Mark = { readonly at: number; readonly bytes: number }

/**
 * What the lines of a build amount to so far. It changes in place: a build of
 * ten thousand derivations tells of itself in a hundred thousand lines, and
 * each must cost the same.
 */
export type Progress = {
  readonly builds: ReadonlyMap<string, Build>
  /** Those of them that have no end yet. */
  readonly open: ReadonlyMap<string, Build>
  readonly running: ReadonlyMap<number, Running>
  /** Bytes of copies that are over. */
  readonly over: number
  /**
   * Builds that failed, of this Nix's own count: a builder has one of its own.
   * What Nix expects isn't taken from it: 2.34 expects a remote build twice.
   */
  readonly counted: { readonly id: number | undefined; readonly failed: number }
  /** Of builds that have ended. */
  readonly ended: Sums
  /** The oldest first, a second apart. */
  readonly marks: readonly Mark[]
}

type State = {
  builds: Map<string, Build>
  counted: Progress["counted"]
  /** By activity: the build hook's, and the builder's own. */
  drvOf: Map<number, string>
  ended: Sums
  marks: readonly Mark[]
  open: Map<string, Build>
  over: number
  running: Map<number, Running>
  secondsOf: (drv: string) => number | undefined
}

/** Seconds over which a speed is the mean. */
const window = 10

/**
 * Reads the lines of a build, both dialects, at seconds of a clock. A remote
 * build starts twice, once by the build hook with its machine and once there:
 * it is one. What a builder fetches for itself isn't copied here.
 */
export function progressReader(
  /** What a derivation is known to take; undefined for what isn't slow. */
  secondsOf: (drv: string) => number | undefined = () => undefined,
): {
  readonly follow: (line: LogLine, at: number) => void
  readonly progress: Progress
} {
  const state: State = {
    builds: new Map(),
    counted: { failed: 0, id: undefined },
    drvOf: new Map(),
    ended: { count: 0, of: 0, took: 0 },
    marks: [],
    open: new Map(),
    over: 0,
    running: new Map(),
    secondsOf,
  }
  const follow = (line: LogLine, at: number): void => {
    if (read(state, line, at)) mark(state, at)
  }
  return { follow, progress: state }
}

/** Whether the line is one of those that tell how far a build is. */
function read(state: State, line: LogLine, at: number): boolean {
  switch (line.kind) {
    case "start":
      started(state, line, at)
      return true
    case "stop":
      stopped(state, line.id, at)
      return true
    case "progress":
      advanced(state, line)
      return true
    case "expected": {
      const other = runningOf({ type: "other", text: "" }, at)
      const running = state.running.get(line.id) ?? other
      state.running.set(line.id, { ...running, copies: line.copies })
      return false
    }
    case "log":
    case "message":
    case "nothing":
    case "text":
      return false
  }
}

/** Bytes of copies: so far, and all that Nix knows it will copy. */
export function bytesOf({ over, running }: Progress): {
  readonly done: number
  readonly expected: number
} {
  const all = [...running.values()]
  const copies = all.filter(({ activity }) => activity.type === "copy")
  const sum = (of: (one: Running) => number, from = copies) =>
    from.reduce((total, one) => total + of(one), over)
  // As Nix's own bar: what is announced counts from the start of it.
  const announced = sum(({ copies }) => copies, all) - over
  const begun = sum(({ size }) => size)
  return { done: sum(({ done }) => done), expected: Math.max(begun, announced) }
}

function started(
  state: State,
  { activity, id, parent }: LogLine & { kind: "start" },
  at: number,
): void {
  switch (activity.type) {
    case "build":
      built(state, activity, id, at)
      return
    case "builds":
      if (state.counted.id !== undefined && parent !== 0) return
      state.counted = { failed: 0, id }
      return
    case "copy":
      // A child of what a builder fetches for itself.
      if (state.running.get(parent)?.there === true) return
      state.running.set(id, runningOf(activity, at))
      return
    case "fetch": {
      const fetch = { ...runningOf(activity, at), there: parent !== 0 }
      state.running.set(id, fetch)
      return
    }
    case "copies":
    case "download":
    case "lock-wait":
    case "other":
  }
}

function built(
  state: State,
  { drv, machine }: Activity & { type: "build" },
  id: number,
  at: number,
): void {
  const known = state.builds.get(drv)
  if (known?.until !== undefined) count(state, known, -1)
  const of = known?.of ?? state.secondsOf(drv) ?? 0
  const build = { machine, since: at, ...known, drv, of, until: undefined }
  state.drvOf.set(id, drv)
  state.builds.set(drv, build)
  state.open.set(drv, build)
}

function stopped(state: State, id: number, at: number): void {
  const over = state.running.get(id)
  if (over !== undefined) {
    state.running.delete(id)
    // The last bytes aren't told; and a size isn't told before the first.
    const { activity, done, size } = over
    if (activity.type === "copy") state.over += Math.max(done, size)
    return
  }
  const build = state.open.get(state.drvOf.get(id) ?? "")
  // The builder's own ends in time; Nix ends the hook's when all is over.
  if (build === undefined) return
  const ended = { ...build, until: at }
  state.open.delete(build.drv)
  state.builds.set(build.drv, ended)
  count(state, ended, 1)
}

function count(
  state: State,
  { of, since, until = since }: Build,
  by: -1 | 1,
): void {
  const { ended } = state
  state.ended = {
    count: ended.count + by,
    of: ended.of + by * of,
    took: ended.took + by * (until - since),
  }
}

function advanced(
  state: State,
  { done, expected, failed, id }: LogLine & { kind: "progress" },
): void {
  if (id === state.counted.id) {
    state.counted = { failed, id }
    return
  }
  const running = state.running.get(id)
  if (running?.activity.type !== "copy") return
  state.running.set(id, { ...running, done, size: expected })
}

/** Keeps a mark a second, as many as the window has, and one before. */
function mark(state: State, at: number): void {
  const last = state.marks.at(-1)
  if (last !== undefined && at - last.at < 1) return
  const { done: bytes } = bytesOf(state)
  const late = state.marks.filter((one) => at - one.at <= window)
  state.marks = [...late, { at, bytes }]
}

function runningOf(activity: Activity, since: number): Running {
  return { activity, copies: 0, done: 0, since, size: 0, there: false }
}
