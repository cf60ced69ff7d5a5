import { spawn } from "node:child_process"
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Dialect, RecordedRun } from "./recorded-run.ts"

const fakes = [
  "man",
  "nix",
  "nix-env",
  "nix-instantiate",
  "sudo",
  "switch",
  "systemd-run",
  "test",
]
const system =
  "4s7l1mfhk9bz0y3yz4xw9v0v8f6q5c2d-nixos-system-lithium-25.11.20251101.abc1234"
const derivation =
  "/nix/store/9gq7k5w2p8sd3x0m6bv1hfz4rj5nlacy-nixos-system-lithium-25.11.20251101.abc1234.drv"
const ownProgram = "2d8y6w4s2r0q8p6n4m2l0k9j7h5g3f1d-nixos-rebuild"
const self = "/run/current-system/sw/bin/nixos-rebuild"

export type PlayedRun = {
  readonly exit: number | undefined
  readonly killedBy: string | undefined
  readonly stdout: string
  readonly stderr: string
  readonly executed: readonly (readonly string[])[]
  /** Where ./result leads. */
  readonly result: string | undefined
}

/** What is given of a recording. */
export type Given = Pick<RecordedRun, "args" | "env" | "given">

/** Plays one command line with fakes on PATH; by the stand-in if unsaid. */
export async function play(
  dialect: Dialect,
  one: Given,
  program: readonly [string, ...string[]] = [process.execPath, main()],
): Promise<PlayedRun> {
  const root = mkdtempSync(join(tmpdir(), "nixos-rebuild-"))
  try {
    prepare(root, one)
    const done = await run(root, dialect, one, program)
    return outcome(root, done)
  } finally {
    rmSync(root, { force: true, recursive: true })
  }
}

function prepare(root: string, one: Given): void {
  for (const folder of ["config", "fakes", "tmp", "work"]) {
    mkdirSync(join(root, folder))
  }
  copyFileSync(join(import.meta.dirname, "fake.sh"), join(root, "fake.sh"))
  chmodSync(join(root, "fake.sh"), 0o755)
  for (const name of fakes) symlinkSync("../fake.sh", join(root, "fakes", name))
  const toplevel = join(root, "store", system)
  for (const place of [toplevel, join(toplevel, "specialisation/low-power")]) {
    const program = `#!/bin/sh\nexec ${root}/fakes/switch "$0" "$@"\n`
    writeProgram(join(place, "bin/switch-to-configuration"), program)
  }
  const own = join(root, "store", ownProgram)
  const command = `exec ${process.execPath} ${main()} "$@"`
  writeProgram(join(own, "bin/nixos-rebuild"), `#!/bin/sh\n${command}\n`)
  const setup = one.given?.setup ?? []
  const config = {
    ...one.given?.fakes,
    derivation,
    "nixos-rebuild": own,
    toplevel,
    ...(setup.includes("no systemd") && { "no-systemd": "" }),
    ...(setup.includes("toplevel lacks nixos-version") && {
      "no-nixos-version": "",
    }),
  }
  for (const [name, value] of Object.entries(config)) {
    writeFileSync(join(root, "config", name), `${String(value)}\n`)
  }
}

function writeProgram(path: string, text: string): void {
  mkdirSync(join(path, ".."), { recursive: true })
  writeFileSync(path, text, { mode: 0o755 })
}

function main(): string {
  return join(import.meta.dirname, "..", "main.ts")
}

function run(
  root: string,
  dialect: Dialect,
  one: Given,
  [command, ...first]: readonly [string, ...string[]],
) {
  const { promise, resolve } = Promise.withResolvers<{
    exit: number | null
    signal: string | null
    stdout: string
    stderr: string
  }>()
  const newer = one.given?.fakes?.["newer"] !== false
  const same = join(root, "store", ownProgram, "bin/nixos-rebuild")
  const place = (word: string): string =>
    word.replaceAll("/nix/store/4s7l", `${root}/store/4s7l`)
  const child = spawn(command, [...first, ...one.args.map(place)], {
    cwd: join(root, "work"),
    env: {
      ...one.env,
      PATH: `${root}/fakes:/usr/bin:/bin`,
      SDLAB_NIXOS_REBUILD: dialect,
      SDLAB_NIXOS_REBUILD_SELF: newer ? self : same,
      TMPDIR: join(root, "tmp"),
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
    const chunks: Buffer[] = []
    stream.on("data", (chunk: Buffer) => chunks.push(chunk))
    return chunks
  })
  child.on("close", (exit, signal) => {
    const text = (chunks: Buffer[] = []) => Buffer.concat(chunks).toString()
    resolve({ exit, signal, stderr: text(stderr), stdout: text(stdout) })
  })
  return promise
}

function outcome(
  root: string,
  done: Awaited<ReturnType<typeof run>>,
): PlayedRun {
  const named = (text: string): string =>
    text
      .replaceAll(`${root}/store`, "/nix/store")
      .replaceAll(`${root}/fakes:/usr/bin:/bin`, "<the caller's PATH>")
      .replaceAll(
        new RegExp(`${root}/tmp/nixos-rebuild\\.\\w+`, "g"),
        "/srv/tmp/nixos-rebuild.XXXXXX",
      )
  return {
    executed: read(join(root, "log"))
      .split("\u0001\n")
      .filter(Boolean)
      .map((line) => named(line).split("\u0001")),
    exit: done.exit ?? undefined,
    killedBy: done.signal ?? undefined,
    result: resultOf(join(root, "work/result"), named),
    stderr: named(done.stderr),
    stdout: named(done.stdout),
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}

function resultOf(path: string, named: (text: string) => string) {
  try {
    return lstatSync(path).isSymbolicLink() ? named(readlinkSync(path)) : path
  } catch {
    return undefined
  }
}
