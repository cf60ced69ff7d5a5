import { connect } from "node:net"
import { join } from "node:path"
import type { Lab } from "../settings.ts"
import { addressOf, hostFolder } from "../state.ts"
import { waitFor } from "../wait.ts"

/** Until the host's sshd has said who it is. Deadline in seconds. */
export async function reach(
  lab: Lab,
  name: string,
  deadline = 60,
): Promise<void> {
  const address = await addressOf(lab, name)
  const console_ = join(hostFolder(lab, name), "console")
  const what = `sshd of ${name} (${address}); its console: ${console_}`
  await waitFor(() => greets(address), { deadline, every: 0.03, what })
}

async function greets(address: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: address, port: 22 })
  socket.setTimeout(1000, () => resolve(false))
  socket.on("error", () => resolve(false))
  socket.on("close", () => resolve(false))
  socket.on("data", (data) => resolve(data.toString().startsWith("SSH-2.0")))
  return promise.finally(() => socket.destroy())
}
