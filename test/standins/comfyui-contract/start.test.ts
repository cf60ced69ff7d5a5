import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as plain } from "vitest"
import { shapeOf } from "./normalise.ts"
import { readRecording, send } from "./recording.ts"

const main = new URL("../comfyui/main.ts", import.meta.url).pathname

type Started = {
  readonly process: ChildProcess
  readonly base: string
  readonly root: string
  readonly port: number
  log(): string[]
  ended(): Promise<[code: number | null, signal: string | null]>
}
type Start = (words?: string[], fault?: [string, string]) => Promise<Started>

/** `start(…)` runs main.ts, by default on the CPU; it ends with the test. */
const test = plain.extend<{ start: Start }>({
  // oxlint-disable-next-line no-empty-pattern
  start: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "sdops-comfyui-"))
    const base = join(root, "base")
    await mkdir(join(base, "custom_nodes"), { recursive: true })
    await mkdir(join(root, "faults"))
    const running: ChildProcess[] = []
    await use(async (words = ["--cpu"], fault) => {
      if (fault !== undefined) {
        await writeFile(join(root, "faults", fault[0]), fault[1])
      }
      const port = await freePort()
      const own = ["--base-directory", base, "--port", String(port)]
      const child = spawn(process.execPath, [main, ...own, ...words], {
        env: {
          PATH: process.env.PATH,
          SDLAB_COMFYUI_FAULTS: join(root, "faults"),
          SDLAB_DEVICES: join(root, "dev"),
          SDLAB_NVIDIA_SMI: join(root, "nvidia-smi"),
        },
        stdio: ["ignore", "pipe", "pipe"],
      })
      running.push(child)
      let said = ""
      child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()))
      const ended = once(child, "close") as ReturnType<Started["ended"]>
      return {
        base,
        ended: () => ended,
        log: () => said.trimEnd().split("\n"),
        port,
        process: child,
        root,
      }
    })
    for (const child of running) child.kill("SIGKILL")
    await rm(root, { force: true, recursive: true })
  },
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}

type Recorded = {
  argv: string[]
  log: string[]
  returncode?: number
  system_stats?: unknown
  timeline?: { rc?: number }
  tree_after_start?: string[]
}
const recordedLog = ({ log }: Recorded) =>
  log.map((line) => line.replace(/^\[ *[\d.]* ?err\] ?/, ""))

const serving = async ({ port }: Started) => {
  const call = { method: "GET", path: "/system_stats" }
  const look = () => send(call, port).catch(() => ({ body: {}, status: 0 }))
  await expect.poll(async () => (await look()).status).toBe(200)
  return (await look()).body
}

test.for([
  ["unknown-option", ["--no-such-option"]],
  ["mutually-exclusive", ["--lowvram", "--highvram"]],
] as const)(
  "%s ends with argparse's words",
  async ([name, words], { start }) => {
    const recorded = await readRecording<Recorded>(`start/${name}.json`)
    const started = await start([...words])
    expect((await started.ended())[0]).toBe(recorded.timeline?.rc)
    expect(started.log().at(-1)).toBe(recordedLog(recorded).at(-1))
    expect(started.log()[0]).toBe(recordedLog(recorded)[0])
  },
)

test("without a GPU it ends as recorded", async ({ start }) => {
  const recorded = await readRecording<Recorded>("start/no-gpu-visible.json")
  const started = await start([])
  expect((await started.ended())[0]).toBe(recorded.timeline?.rc)
  expect(started.log().at(-1)).toBe(recordedLog(recorded).at(-1))
})

test("it ends the same way when nvidia-smi fails", async ({ start }) => {
  const first = await start()
  await mkdir(join(first.root, "dev"))
  await writeFile(join(first.root, "dev", "nvidiactl"), "")
  await writeFile(join(first.root, "nvidia-smi"), "#!/bin/sh\nexit 18\n")
  await chmod(join(first.root, "nvidia-smi"), 0o755)
  const started = await start([])
  expect((await started.ended())[0]).toBe(1)
  expect(started.log().at(-1)).toBe("RuntimeError: No CUDA GPUs are available")
})

test("it holds the device nodes of a GPU that works", async ({ start }) => {
  const first = await start()
  await mkdir(join(first.root, "dev"))
  for (const node of ["nvidia0", "nvidiactl"]) {
    await writeFile(join(first.root, "dev", node), "")
  }
  const answer = "echo 'NVIDIA GeForce GTX 1060 6GB, 6144'"
  await writeFile(join(first.root, "nvidia-smi"), `#!/bin/sh\n${answer}\n`)
  await chmod(join(first.root, "nvidia-smi"), 0o755)
  const started = await start([])
  expect(await serving(started)).toMatchObject({
    devices: [{ type: "cuda", vram_total: 6_442_450_944 }],
  })
  const { readdir, readlink } = await import("node:fs/promises")
  const folder = `/proc/${started.process.pid}/fd`
  const held = await Promise.all(
    (await readdir(folder)).map((fd) =>
      readlink(`${folder}/${fd}`).catch(String),
    ),
  )
  expect(held).toContain(join(first.root, "dev", "nvidia0"))
})

test("on the CPU it serves, with the recorded folders", async ({ start }) => {
  const recorded = await readRecording<Recorded>("start/cpu-flag.json")
  const started = await start()
  const stats = await serving(started)
  expect(shapeOf(stats)).toEqual(shapeOf(recorded.system_stats))
  for (const path of recorded.tree_after_start ?? []) {
    expect(existsSync(join(started.base, path))).toBe(true)
  }
})

test("custom_nodes must exist", async ({ start }) => {
  const recorded = await readRecording<Recorded>(
    "start/empty-base-directory.json",
  )
  const { base } = await start()
  await rm(join(base, "custom_nodes"), { recursive: true })
  const started = await start()
  expect((await started.ended())[0]).toBe(recorded.timeline?.rc)
  expect(started.log().at(-1)).toBe(
    recordedLog(recorded).at(-1)?.replace("/srv/comfyui/data", base),
  )
})

test("a port in use ends the start", async ({ start }) => {
  const recorded = await readRecording<Recorded>("start/port-in-use.json")
  const first = await start()
  await serving(first)
  const started = await start(["--cpu", "--port", String(first.port)])
  expect((await started.ended())[0]).toBe(recorded.returncode)
  expect(started.log().at(-1)).toBe(
    recordedLog(recorded).at(-1)?.replace("8195", String(first.port)),
  )
})

test("SIGINT ends it with 0 and without the temporary folder", async ({
  start,
}) => {
  const started = await start()
  await serving(started)
  started.process.kill("SIGINT")
  expect(await started.ended()).toEqual([0, null])
  expect(started.log().slice(-2)).toEqual(["", "Stopped server"])
  expect(existsSync(join(started.base, "temp"))).toBe(false)
})

test("SIGTERM ends it at once and leaves the folder", async ({ start }) => {
  const started = await start()
  await serving(started)
  started.process.kill("SIGTERM")
  expect(await started.ended()).toEqual([null, "SIGTERM"])
  expect(existsSync(join(started.base, "temp"))).toBe(true)
})

test("the fault crash ends it before the port opens", async ({ start }) => {
  const started = await start(["--cpu"], ["crash", ""])
  expect(await started.ended()).toEqual([1, null])
})

test("the fault crash-later ends it by a signal", async ({ start }) => {
  const started = await start(["--cpu"], ["crash-later", "0.2"])
  expect(await started.ended()).toEqual([null, "SIGSEGV"])
  expect(started.log().join()).toMatch(/To see the GUI go to/)
})

test("the fault slow-start opens the port later", async ({ start }) => {
  const before = performance.now()
  const started = await start(["--cpu"], ["slow-start", "1"])
  await serving(started)
  expect(performance.now() - before).toBeGreaterThan(1000)
})
