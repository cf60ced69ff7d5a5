/*
 * ComfyUI 0.3.64 to whoever calls it, for rehearsals: README.md says what is
 * faithful. Takes ComfyUI's own arguments; everything is logged on stderr.
 * Exit: 0 after SIGINT, 1 a failed start, 2 bad arguments; ends by SIGTERM.
 */
import { existsSync, readFileSync } from "node:fs"
import { flushCompileCache } from "node:module"
import { totalmem } from "node:os"
import { setTimeout as wait } from "node:timers/promises"
import { type Arguments, parseArguments } from "./arguments.ts"
import { faultsIn } from "./faults.ts"
import { cpu, takeGpu } from "./gpu.ts"
import { exception, PythonError } from "./python.ts"
import { startComfyui } from "./start.ts"
import { versions } from "./stats.ts"
import { torchVersion } from "./torch.ts"

const log = (line: string) => process.stderr.write(`${line}\n`)
const environment = process.env
const folder = environment.SDLAB_COMFYUI_FAULTS ?? "/etc/sdlab/comfyui/faults"

const parsed = parseArguments(process.argv.slice(2))
if (parsed.good) {
  try {
    await serve(parsed.arguments)
  } catch (thrown) {
    const { text, type } = exception(thrown)
    log("Traceback (most recent call last):")
    log('  File "main.py", line 367, in <module>')
    log(`${type}: ${text}`)
    process.exit(1)
  }
} else {
  process.stderr.write(parsed.text)
  process.exit(parsed.exit)
}

async function serve(given: Arguments) {
  const faults = faultsIn(folder)
  const base = given.base ?? process.cwd()
  for (const path of given.extraPaths) {
    if (!existsSync(path)) {
      throw new PythonError(
        "FileNotFoundError",
        `[Errno 2] No such file or directory: '${path}'`,
      )
    }
  }
  if (!existsSync(`${base}/custom_nodes`)) {
    throw new PythonError(
      "FileNotFoundError",
      `[Errno 2] No such file or directory: '${base}/custom_nodes'`,
    )
  }
  log("Checkpoint files will always be loaded safely.")
  const device = given.cpu
    ? cpu
    : takeGpu({
        devices: environment.SDLAB_DEVICES ?? "/dev",
        nvidiaSmi:
          environment.SDLAB_NVIDIA_SMI ??
          "/run/current-system/sw/bin/nvidia-smi",
      })
  const mebibytes = (bytes: number) => Math.floor(bytes / 1024 / 1024)
  const memory = given.cpu ? totalmem() : device.memory
  log(
    `Total VRAM ${mebibytes(memory)} MB, ` +
      `total RAM ${mebibytes(totalmem())} MB`,
  )
  log(`pytorch version: ${torchVersion(environment)}`)
  log(`Set vram state to: ${given.cpu ? "DISABLED" : "NORMAL_VRAM"}`)
  log(`Device: ${device.name}`)
  log("Using pytorch attention")
  if (faults.has("crash")) {
    throw new PythonError(
      "ImportError",
      "libcudnn.so.9: cannot open shared object file: " +
        "No such file or directory",
    )
  }
  log(`Python version: ${versions.python}`)
  log(`ComfyUI version: ${versions.comfyui}`)
  await wait(faults.seconds("slow-start", 30) * 1000)
  const running = await startComfyui({
    argv: given.argv,
    base,
    device,
    faults: folder,
    listen: given.listen,
    log,
    places: given.places,
    port: given.port,
    tls: given.tls && {
      cert: readFileSync(given.tls.cert),
      key: readFileSync(given.tls.key),
    },
  })
  // A signal ends it, which would lose it.
  flushCompileCache()
  if (given.quickTest) process.exit(0)
  if (faults.has("crash-later")) {
    const seconds = faults.seconds("crash-later", 1)
    setTimeout(() => process.kill(process.pid, "SIGSEGV"), seconds * 1000)
  }
  process.once("SIGINT", () => {
    log("")
    log("Stopped server")
    running.removeTemp()
    // Recorded: torch that works while Python ends aborts (stop/variants).
    if (running.onGpu()) {
      log("terminate called without an active exception")
      process.kill(process.pid, "SIGABRT")
    }
    process.exit(0)
  })
}
