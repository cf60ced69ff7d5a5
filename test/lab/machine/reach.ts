import { connect } from "node:net"
import { join } from "node:path"
import { LabProblem } from "../problem.ts"
import type { Lab } from "../settings.ts"
import { addressOf, hostFolder, read } from "../state.ts"
import { waitFor } from "../wait.ts"
import { processesOf } from "./processes.ts"

/**
 * Until the host's sshd on that port has said who it is. Deadline in seconds.
 * Errors: LabProblem when it passes, or at once for a host without power.
 */
export async function reach(
  lab: Lab,
  name: string,
  deadline = 60,
  port = 22,
): Promise<void> {
  const address = await addressOf(lab, name)
  const console_ = join(hostFolder(lab, name), "console")
  const where = `${address}, port ${port}`
  const what = `sshd of ${name} (${where}); its console: ${console_}`
  const answers = async () => {
    if (await greets(address, port)) return true
    if (await mayAnswer(lab, name)) return false
    throw new LabProblem(`${name} is off; its console: ${console_}`)
  }
  await waitFor(answers, { deadline, every: 0.03, what })
}

/** A host without hardware or power will never answer. */
async function mayAnswer(lab: Lab, name: string): Promise<boolean> {
  if ((await read(lab, name, "power")) !== "on") return false
  return (await processesOf(lab, name)) !== undefined
}

async function greets(host: string, port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host, port })
  socket.setTimeout(1000, () => resolve(false))
  socket.on("error", () => resolve(false))
  socket.on("close", () => resolve(false))
  socket.on("data", (data) => resolve(data.toString().startsWith("SSH-2.0")))
  return promise.finally(() => socket.destroy())
}
