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
  /** Its activities: the build hook's, and the builder's own. */
  readonly ids: readonly number[]
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

/** What the lines of a build amount to so far. */
export type Progress = {
  readonly builds: ReadonlyMap<string, Build>
  readonly running: ReadonlyMap<number, Running>
  /** Bytes of copies that are over. */
  readonly over: number
  /**
   * Builds that failed, of this Nix's own count: a builder has one of its own.
   * What Nix expects isn't taken from it: 2.34 expects a remote build twice.
   */
  readonly counted: { readonly id: number | undefined; readonly failed: number }
  /** The oldest first, a second apart. */
  readonly marks: readonly Mark[]
}

/** Seconds over which a speed is the mean. */
const window = 10

export const noProgress: Progress = {
  builds: new Map(),
  counted: { failed: 0, id: undefined },
  marks: [],
  over: 0,
  running: new Map(),
}

/**
 * What is known after one more line, at `at` seconds; both dialects. A remote
 * build starts twice, once by the build hook with its machine and once there:
 * it is one. What a builder fetches for itself isn't copied here. Pure.
 */
export function follow(state: Progress, line: LogLine, at: number): Progress {
  switch (line.kind) {
    case "start":
      return marked(started(state, line, at), at)
    case "stop":
      return marked(stopped(state, line.id, at), at)
    case "progress":
      return marked(advanced(state, line), at)
    case "expected": {
      const running = state.running.get(line.id)
      if (running?.copies === line.copies) return state
      const known = running ?? runningOf({ type: "other", text: "" }, at)
      return withRunning(state, line.id, { ...known, copies: line.copies })
    }
    case "log":
    case "message":
    case "nothing":
    case "text":
      return state
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

/** Bytes a second of late; undefined before there is anything to tell. */
export function speedOf({ marks }: Progress): number | undefined {
  const [first] = marks
  const last = marks.at(-1)
  if (first === undefined || last === undefined) return undefined
  const seconds = last.at - first.at
  return seconds < 1 ? undefined : (last.bytes - first.bytes) / seconds
}

function started(
  state: Progress,
  { activity, id, parent }: LogLine & { kind: "start" },
  at: number,
): Progress {
  switch (activity.type) {
    case "build":
      return built(state, activity, id, at)
    case "builds":
      if (state.counted.id !== undefined && parent !== 0) return state
      return { ...state, counted: { failed: 0, id } }
    case "copy": {
      // A child of what a builder fetches for itself.
      if (state.running.get(parent)?.there === true) return state
      return withRunning(state, id, runningOf(activity, at))
    }
    case "fetch": {
      const fetch = { ...runningOf(activity, at), there: parent !== 0 }
      return withRunning(state, id, fetch)
    }
    case "copies":
    case "download":
    case "lock-wait":
    case "other":
      return state
  }
}

function built(
  state: Progress,
  { drv, machine }: Activity & { type: "build" },
  id: number,
  at: number,
): Progress {
  const known = state.builds.get(drv)
  const begun = { drv, ids: [], machine, since: at }
  const ids = [...(known?.ids ?? []), id]
  const build = { ...(known ?? begun), ids, until: undefined }
  return { ...state, builds: new Map(state.builds).set(drv, build) }
}

function stopped(state: Progress, id: number, at: number): Progress {
  const over = state.running.get(id)
  if (over !== undefined) {
    const running = new Map(state.running)
    running.delete(id)
    // The last bytes aren't told; and a size isn't told before the first.
    const { activity, done, size } = over
    const bytes = activity.type === "copy" ? Math.max(done, size) : 0
    return { ...state, over: state.over + bytes, running }
  }
  const build = [...state.builds.values()].find(({ ids }) => ids.includes(id))
  // The builder's own ends in time; Nix ends the hook's when all is over.
  if (build === undefined || build.until !== undefined) return state
  const ended = { ...build, until: at }
  return { ...state, builds: new Map(state.builds).set(build.drv, ended) }
}

function advanced(
  state: Progress,
  { done, expected, failed, id }: LogLine & { kind: "progress" },
): Progress {
  if (id === state.counted.id) {
    return { ...state, counted: { failed, id } }
  }
  const running = state.running.get(id)
  if (running?.activity.type !== "copy") return state
  return withRunning(state, id, { ...running, done, size: expected })
}

/** Keeps a mark a second, as many as the window has, and one before. */
function marked(state: Progress, at: number): Progress {
  const last = state.marks.at(-1)
  if (last !== undefined && at - last.at < 1) return state
  const { done: bytes } = bytesOf(state)
  const late = state.marks.filter((mark) => at - mark.at <= window)
  return { ...state, marks: [...late, { at, bytes }] }
}

function withRunning(state: Progress, id: number, one: Running): Progress {
  return { ...state, running: new Map(state.running).set(id, one) }
}

function runningOf(activity: Activity, since: number): Running {
  return { activity, copies: 0, done: 0, since, size: 0, there: false }
}
