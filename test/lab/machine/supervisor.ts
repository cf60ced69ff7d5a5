import { spawn } from "node:child_process"
import { open, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Lab } from "../settings.ts"
import { hostFolder } from "../state.ts"
import { waitFor } from "../wait.ts"
import { processesOf } from "./processes.ts"

const script = join(import.meta.dirname, "host.sh")

/** Starts a host's hardware, which outlives us, and boots it. */
export async function startSupervisor(lab: Lab, name: string): Promise<void> {
  const folder = hostFolder(lab, name)
  const log = await open(join(folder, "console"), "a")
  const spaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
  const hardware = ["sh", script, name, folder, lab.name]
  const argv = [...spaces, "--propagation", "private", ...hardware]
  const child = spawn("unshare", argv, {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  })
  child.unref()
  await writeFile(join(folder, "supervisor"), `${child.pid}\n`)
  await log.close()
}

/** Ends a host at once, with everything in its namespaces. */
export async function stopSupervisor(lab: Lab, name: string): Promise<void> {
  const running = await processesOf(lab, name)
  if (running === undefined) return
  process.kill(running.supervisor, "SIGKILL")
  const gone = async () => !(await processesOf(lab, name))
  await waitFor(gone, { deadline: 20, every: 0.02, what: `${name} to end` })
}
