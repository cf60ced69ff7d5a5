import { spawn } from "node:child_process"
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { comfyui } from "../../../src/apps/comfyui/comfyui.ts"
import { localPlace, quickContext } from "../../apps/local-place.ts"
import { freePort } from "../../remote/loopback-sshd.ts"

export const { SDOPS_COMFYUI_PYTHON: python, SDOPS_COMFYUI_SOURCE: source } =
  process.env

/** Why the real ComfyUI can't be asked here; undefined when it can. */
export const missing =
  python === undefined || source === undefined
    ? "SDOPS_COMFYUI_PYTHON and SDOPS_COMFYUI_SOURCE aren't set"
    : undefined

/** A real ComfyUI on this machine's CPU. */
export type RealServer = AsyncDisposable & {
  readonly base: string
  /** All that it has logged. */
  readonly log: () => string
  readonly port: number
  readonly version: string
}

/** What the source says that it is. */
export async function sourceVersion(): Promise<string> {
  const file = join(source ?? "", "comfyui_version.py")
  return /"(.+)"/.exec(await readFile(file, "utf8"))?.[1] ?? ""
}

/** Starts the server with a data folder, for better or worse. */
export function spawnReal(base: string, port: number, more: readonly string[]) {
  const words = [
    join(source ?? "", "main.py"),
    "--listen",
    "127.0.0.1",
    "--port",
    String(port),
    `--base-directory=${base}`,
    `--database-url=sqlite:///${base}/user/comfyui.db`,
    ...more,
  ]
  const child = spawn(python ?? "", words, { cwd: base })
  const ended = new Promise((done) => child.once("close", done))
  let log = ""
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (log += text))
  return { child, ended, log: () => log }
}

/** Seconds: torch is loaded from a cold disk. */
const patience = 300

/**
 * Starts the server of the two variables, as sdops' unit does, in a folder of
 * its own. `nodes`: custom nodes' names and their Python.
 * Errors: `appNotReady`, with the server's last lines.
 */
export async function startReal(
  nodes: Readonly<Record<string, string>> = {},
  more: readonly string[] = [],
): Promise<RealServer> {
  const root = await mkdtemp(join(tmpdir(), "sdops-real-comfyui-"))
  const base = join(root, "base")
  for (const folder of [
    "input",
    "models/checkpoints",
    "models/loras",
    "output",
    "user",
  ])
    await mkdir(join(base, folder), { recursive: true })
  for (const [name, text] of Object.entries(nodes)) {
    const folder = join(base, "custom_nodes", name)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, "__init__.py"), text)
  }
  await mkdir(join(base, "custom_nodes"), { recursive: true })
  const port = await freePort()
  const { child, ended, log } = spawnReal(base, port, ["--cpu", ...more])
  const over = new AbortController()
  void ended.then(() => over.abort(new Error("it has ended")))
  const signal = AbortSignal.any([
    AbortSignal.timeout(patience * 1000),
    over.signal,
  ])
  const context = { ...quickContext({ ready: patience }), signal }
  const end = async () => {
    child.kill("SIGKILL")
    await ended
    await rm(root, { force: true, recursive: true })
  }
  try {
    await comfyui.ready(localPlace(port), context)
    const answer = await fetch(`http://127.0.0.1:${port}/system_stats`)
    const stats = (await answer.json()) as {
      system: { comfyui_version: string }
    }
    return {
      base,
      log,
      port,
      version: stats.system.comfyui_version,
      [Symbol.asyncDispose]: end,
    }
  } catch (thrown) {
    await end()
    throw new Error(log().slice(-2000), { cause: thrown })
  }
}
