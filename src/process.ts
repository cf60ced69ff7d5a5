import { constants } from "node:os"
import { Duplex, type Readable, type Writable } from "node:stream"
import { collect, type CollectOptions } from "./collect.ts"

/** How a local program ended; nothing about it throws. */
export type Ran = {
  /** Why it ended: by itself, by us, or it never ran (`missing`). */
  readonly why: "aborted" | "deadline" | "ended" | "flood" | "missing"
  /** Undefined when a signal ended it or it never ran. */
  readonly exit: number | undefined
  readonly signal: string | undefined
  readonly stdout: string
  readonly stderr: string
}

export type ProcessOptions = {
  readonly stdin?: string | Uint8Array | undefined
  /** Seconds; past it the program gets SIGTERM, then SIGKILL. */
  readonly deadline: number
  readonly signal?: AbortSignal | undefined
  /** The whole environment; this process's own when left out. */
  readonly environment?: NodeJS.ProcessEnv | undefined
  readonly cwd?: string | undefined
  /** Whole lines, as they come. */
  readonly onLine?:
    | ((line: string, stream: "stdout" | "stderr") => void)
    | undefined
  /** How much each stream may say; past it the program is ended. */
  readonly most?: Readonly<Record<"stderr" | "stdout", Limit>> | undefined
}

type Limit = Pick<CollectOptions, "most" | "tail">

const usualLimit: Limit = { most: 512 * 1024 * 1024 }

/**
 * Runs a local program, without a shell, to its end.
 * Input: `argv`, the program first. Output: how it ended, whole output.
 */
export async function run(
  argv: readonly [string, ...string[]],
  options: ProcessOptions,
): Promise<Ran> {
  const { execa } = await import("execa")
  const [file, ...rest] = argv
  const child = execa(file, rest, {
    buffer: false,
    cleanup: true,
    encoding: "buffer",
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...environmentOf(options),
    forceKillAfterDelay: 2000,
    ...(options.stdin === undefined
      ? { stdin: "ignore" as const }
      : { input: options.stdin }),
    reject: false,
  })
  let why: Ran["why"] = "ended"
  const { onLine } = options
  const text = (name: "stderr" | "stdout") =>
    collect(child[name], {
      ...(options.most?.[name] ?? usualLimit),
      onFlood: () => stop("flood"),
      ...(onLine && { onLine: (line) => onLine(line, name) }),
    })
  const [stdout, stderr] = [text("stdout"), text("stderr")]
  const stop = (reason: "aborted" | "deadline" | "flood") => {
    why = reason
    // Whoever inherited its streams, such as ssh's master, may keep them open.
    child.nodeChildProcess.once("exit", () => {
      child.stdout.destroy()
      child.stderr.destroy()
    })
    child.kill()
  }
  const onAbort = () => stop("aborted")
  const timer = setTimeout(() => stop("deadline"), options.deadline * 1000)
  options.signal?.addEventListener("abort", onAbort, { once: true })
  if (options.signal?.aborted) onAbort()
  try {
    const { exitCode: exit, signal } = await child
    const ran = exit !== undefined || signal !== undefined
    return {
      why: ran ? why : "missing",
      exit,
      signal,
      stdout: stdout(),
      stderr: stderr(),
    }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener("abort", onAbort)
  }
}

/**
 * Runs a local program on our terminal, to which Ctrl-C belongs; `input` is
 * given to it in place of what is typed. Output: its exit code, 128 and more
 * after a signal; undefined when there is no such program.
 */
export async function onTerminal(
  argv: readonly [string, ...string[]],
  options: Pick<ProcessOptions, "environment"> & { readonly input?: string },
): Promise<number | undefined> {
  const { execa } = await import("execa")
  const [file, ...rest] = argv
  const given = options.input === undefined ? {} : { input: options.input }
  const ignored = (): void => {}
  process.on("SIGINT", ignored)
  try {
    const { exitCode, signal } = await execa(file, rest, {
      ...environmentOf(options),
      ...given,
      reject: false,
      stdio: ["input" in given ? "pipe" : "inherit", "inherit", "inherit"],
    })
    if (signal === undefined) return exitCode
    return 128 + (constants.signals[signal as NodeJS.Signals] ?? 0)
  } finally {
    process.off("SIGINT", ignored)
  }
}

/** A local program that runs, with its streams open. */
export type Started = {
  readonly stdin: Writable
  readonly stderr: Readable
  readonly stdout: Readable
  /** Its exit code, after its last byte; undefined: a signal, or no program. */
  readonly ended: Promise<number | undefined>
  /** SIGTERM, then SIGKILL. */
  readonly close: () => void
}

/** Starts a local program, without a shell. Nothing about it throws. */
export async function start(
  argv: readonly [string, ...string[]],
  options: Pick<ProcessOptions, "environment">,
): Promise<Started> {
  const { child } = await piped(argv, options)
  // It may end without having read all of it.
  child.stdin.on("error", () => {})
  return {
    close() {
      child.nodeChildProcess.once("exit", () => {
        // Whoever inherited them, such as ssh's master, may keep them open.
        child.stdout.destroy()
        child.stderr.destroy()
      })
      child.kill()
    },
    ended: child.then(({ exitCode }) => exitCode),
    stderr: child.stderr,
    stdin: child.stdin,
    stdout: child.stdout,
  }
}

export type DuplexOptions = {
  /** The line on stderr that says that the stream is open. */
  readonly ready: RegExp
  /** Seconds to become ready. */
  readonly deadline: number
  readonly environment?: NodeJS.ProcessEnv | undefined
}

/**
 * A local program's stdin and stdout as one stream, once its stderr says that
 * it is ready. Errors: an `Error` with its stderr when it ends or is late.
 */
export async function duplex(
  argv: readonly [string, ...string[]],
  options: DuplexOptions,
): Promise<Duplex> {
  const { child } = await piped(argv, options)
  // What it says before it is ready waits for the reader.
  child.stdout.pause()
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let said = ""
  const timer = setTimeout(
    () => reject(new Error(`not open within ${options.deadline} s`)),
    options.deadline * 1000,
  )
  child.stderr.on("data", (chunk: Buffer) => {
    if (said.length > 65_536) return
    said += chunk.toString("latin1")
    if (options.ready.test(said)) resolve()
  })
  void child.then(() => reject(new Error(said.trim())))
  try {
    await promise
    return joined(child.stdin, child.stdout, () => child.kill())
  } catch (cause) {
    child.kill()
    throw cause
  } finally {
    clearTimeout(timer)
  }
}

/** A local program with its streams open; in an object, as it is a promise. */
async function piped(
  argv: readonly [string, ...string[]],
  options: Pick<ProcessOptions, "environment">,
) {
  const { execa } = await import("execa")
  const [file, ...rest] = argv
  const child = execa(file, rest, {
    buffer: false,
    cleanup: true,
    encoding: "buffer",
    ...environmentOf(options),
    forceKillAfterDelay: 2000,
    reject: false,
    stdin: "pipe",
  })
  return { child }
}

/**
 * Two streams as one. Unlike `Duplex.from`, what was still to be written when
 * the program ended doesn't spoil what it said.
 */
function joined(
  writable: Writable,
  readable: Readable,
  close: () => void,
): Duplex {
  const stream = new Duplex({
    read: () => readable.resume(),
    write: (chunk, _, done) => writable.write(chunk, () => done()),
    final: (done) => writable.end(() => done()),
    destroy(error, done) {
      close()
      done(error)
    },
  })
  writable.on("error", () => {})
  readable.on("data", (chunk) => {
    if (!stream.push(chunk)) readable.pause()
  })
  readable.on("end", () => stream.push(null))
  return stream
}

function environmentOf({ environment }: Pick<ProcessOptions, "environment">) {
  const own = { env: environment, extendEnv: false } as const
  return environment === undefined ? {} : own
}
