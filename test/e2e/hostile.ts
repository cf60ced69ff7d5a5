import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { LabHost } from "../lab/host.ts"
import { sdops, type SdopsRun } from "./sdops.ts"

/**
 * A host whose sudo is somebody else's: what root's scripts answer comes out
 * changed. Each is a filter of their stdout, in sh with GNU sed; facts are
 * `key NUL value NUL`, and so is the end of an answer, whose exit code is left.
 */
const modes = {
  /** Every text of an answer does what texts can do to a terminal. */
  escapes: `sed -u -z '0~2{/^[0-9]*$/!s/$/${String.raw`\x1b]52;c;eA==\x07\x1b[31m\x9b8m\r\xe2\x80\xaehid`}/}'`,
  endless: "cat; yes 'path.1'",
  garbage: "head -c 300000 /dev/urandom; cat",
  "half an answer": "head -c 700",
  honest: "cat",
  /** The lock's inputs are locked to something else. */
  lock: `sed -u -z 's#\\("locked": {[^}]*"path": "\\)[^"]*#\\1/tmp/evil#'`,
  /** Files get other names, with a key that is no name at all. */
  names: "sed -u -z 's#^hardware-configuration[.]nix$#../../x/.bash_profile#'",
  hooks:
    "sed -u -z 's#^hardware-configuration[.]nix$#../../.git/hooks/post-checkout#'",
  numbers: "sed -u -z 'x;/sdops-end-/{x;h;b};x;h;0~2s/^[0-9][0-9]*$/-1e999/'",
  prototype: "printf '__proto__\\000x\\000constructor\\000y\\000'; cat",
} as const

export type Mode = keyof typeof modes

/** Makes a host's sudo ours, for user ops. */
export async function setMode(host: LabHost, mode: Mode): Promise<void> {
  const script = [
    "#!/bin/sh",
    // What follows the first mark is the answer; it stands on a line.
    '/usr/bin/sudo "$@" | { IFS= read -r line; printf "%s\\n" "$line"',
    modes[mode],
    "}",
    "",
  ].join("\n")
  const file = "/run/wrappers/bin/sudo"
  const ran = await host.exec(
    `rm -f ${file}; cat >${file}; chmod 755 ${file}`,
    { input: script },
  )
  if (ran.exit !== 0) throw new Error(ran.stderr)
}

/** A home with a fleet in it, and what else lies there. */
export type Home = AsyncDisposable & {
  readonly environment: Readonly<Record<string, string>>
  readonly fleet: string
  /** What lies there outside of the fleet, with its content. */
  readonly outside: () => Promise<string>
}

export async function home(host: LabHost): Promise<Home> {
  const root = await mkdtemp(join(tmpdir(), "sdops-home-"))
  const fleet = join(root, "work", "fleet")
  const hooks = join(root, "work", ".git", "hooks")
  for (const folder of [fleet, hooks, join(root, "x")])
    await mkdir(folder, { recursive: true })
  await writeFile(join(root, "x", ".bashrc"), "mine")
  return {
    environment: {
      HOME: root,
      SDOPS_FLEET: fleet,
      SDOPS_SSH_CONFIG: join(host.lab.state, "ssh_config"),
    },
    fleet,
    outside: async () => {
      const all = await readdir(root, { recursive: true, withFileTypes: true })
      const files = all
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => !file.startsWith(`${fleet}/`))
      const texts = files.toSorted().map(async (file) => {
        return `${file}: ${await readFile(file, "utf8")}`
      })
      return (await Promise.all(texts)).join("\n")
    },
    [Symbol.asyncDispose]: () => rm(root, { force: true, recursive: true }),
  }
}

export type Suffered = SdopsRun & {
  /** The most memory that it held, in MB. */
  readonly megabytes: number
}

/** Writes the most memory that it held where the variable says, at its end. */
const hook = `process.on("exit", () => {
  const { writeFileSync } = require("node:fs")
  const { maxRSS } = process.resourceUsage()
  writeFileSync(process.env.SDOPS_TEST_MEMORY, String(maxRSS / 1000))
})`

/** Runs sdops and measures it. */
export async function suffer(
  place: Home,
  words: readonly string[],
): Promise<Suffered> {
  const folder = await mkdtemp(join(tmpdir(), "sdops-memory-"))
  try {
    const required = join(folder, "hook.cjs")
    const memory = join(folder, "memory")
    await writeFile(required, hook)
    const run = await sdops(place, words, {
      environment: {
        ...place.environment,
        NODE_OPTIONS: `--require ${required}`,
        SDOPS_TEST_MEMORY: memory,
      },
    })
    const megabytes = Number(await readFile(memory, "utf8").catch(() => ""))
    return { ...run, megabytes }
  } finally {
    await rm(folder, { force: true, recursive: true })
  }
}
