import { spawn, spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import {
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { HostShell } from "../../src/host/shell.ts"
import { limitsFrom } from "../../src/limits.ts"
import { assignments } from "../../src/remote/script.ts"

/** The shells that a host's /bin/sh may be. */
export const hostShells = [["bash", "--posix"], ["busybox", "sh"], ["dash"]]

/** Those that are here. */
export const shells = hostShells.filter(
  ([program = ""]) => spawnSync(program, ["-c", ":"]).error === undefined,
)

const plain = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"

/** Runs a script as a host would: on stdin, with nothing in the environment. */
export function runIn(
  shell: readonly string[],
  script: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<{ exit: number; stderr: string; stdout: string }> {
  const argv = ["-i", "/usr/bin/env", `PATH=${plain}`, ...shell, "-s"]
  const child = spawn("env", argv)
  let [stdout, stderr] = ["", ""]
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text))
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text))
  child.stdin.end(assignments(variables) + script)
  return new Promise((resolve) =>
    child.on("close", (code) => resolve({ exit: code ?? 255, stderr, stdout })),
  )
}

/** Where the machine that runs the tests has a program. */
function placeOf(tool: string): string | undefined {
  const found = plain.split(":").map((folder) => join(folder, tool))
  return found.find((path) => existsSync(path))
}

/** A folder that stands for /, with programs that say what they are told. */
export class FakeRoot implements AsyncDisposable {
  readonly path: string
  private constructor(path: string) {
    this.path = path
  }

  /** Files by path; those in `programs` are scripts in the PATH of a host. */
  static async make(
    files: Readonly<Record<string, string>>,
    programs: Readonly<Record<string, string>> = {},
  ): Promise<FakeRoot> {
    const root = new FakeRoot(await mkdtemp(join(tmpdir(), "sdops-root-")))
    const bin = "system/sw/bin"
    await mkdir(join(root.path, bin), { recursive: true })
    await mkdir(join(root.path, "run"))
    await symlink(join(root.path, "system"), root.at("run/current-system"))
    for (const tool of tools) {
      const real = placeOf(tool)
      if (real !== undefined) await symlink(real, root.at(`${bin}/${tool}`))
    }
    for (const [path, text] of Object.entries(files)) await root.put(path, text)
    // A real disk's own pace is nobody's subject here.
    const all = { sync: "exit 0", ...programs }
    for (const [name, text] of Object.entries(all))
      await root.put(`${bin}/${name}`, `#!/bin/sh\n${text}\n`, 0o755)
    return root
  }

  at(path: string): string {
    return join(this.path, path)
  }

  async put(path: string, text: string, mode = 0o644): Promise<void> {
    await mkdir(dirname(this.at(path)), { recursive: true })
    await rm(this.at(path), { force: true })
    await writeFile(this.at(path), text, { mode })
  }

  /** A file's text; undefined without it. */
  read(path: string): Promise<string | undefined> {
    return readFile(this.at(path), "utf8").catch(() => undefined)
  }

  /** A host shell whose scripts see this root. */
  shell(program: readonly string[]): HostShell {
    return {
      host: "fake",
      limits: limitsFrom({}),
      run: async ({ script, variables }) => ({
        ...(await runIn(program, script, { root: this.path, ...variables })),
        signal: undefined,
      }),
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { force: true, recursive: true })
  }
}

// What scripts may use of coreutils, util-linux, grep, sed and awk.
const tools = [
  ["awk", "base64", "basename", "cat", "chmod", "comm", "cp", "cut", "date"],
  [
    "df",
    "env",
    "find",
    "flock",
    "gzip",
    "grep",
    "head",
    "hostid",
    "id",
    "ln",
    "ls",
    "mkdir",
    "mkfifo",
    "mktemp",
  ],
  [
    "mv",
    "nproc",
    "od",
    "paste",
    "printf",
    "readlink",
    "rm",
    "sed",
    "setsid",
    "sh",
  ],
  ["sha256sum", "sleep", "sort", "stat", "tail", "tee", "timeout", "tr"],
  ["uname"],
].flat()
