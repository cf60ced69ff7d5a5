import { rm } from "node:fs/promises"
import { locked } from "./lock.ts"
import { removeCgroup } from "./machine/cgroup.ts"
import { stopWire } from "./machine/faults.ts"
import { takeNetworkDown, unwireHost } from "./machine/network.ts"
import { stopSupervisor } from "./machine/supervisor.ts"
import { isAlive } from "./owner.ts"
import type { Lab } from "./settings.ts"
import { hostFolder, hostNames, read } from "./state.ts"

/** Takes hosts away; the last one takes the network with it. */
export async function down(lab: Lab, names: readonly string[]): Promise<void> {
  await locked(lab, "hosts", async () => {
    await Promise.all(names.map((name) => remove(lab, name)))
    if ((await hostNames(lab)).length > 0) return
    await takeNetworkDown(lab)
    await removeCgroup(lab)
    await rm(lab.state, { force: true, recursive: true })
  })
}

/** Takes away the hosts whose owner ended without doing so. */
export async function sweep(lab: Lab): Promise<void> {
  const names = await hostNames(lab)
  const dead = names.map(async (name) => {
    const owner = await read(lab, name, "owner")
    if (owner === undefined || (await isAlive(owner))) return []
    return [name]
  })
  const left = (await Promise.all(dead)).flat()
  if (left.length > 0) await down(lab, left)
}

async function remove(lab: Lab, name: string): Promise<void> {
  await stopWire(lab, name)
  await stopSupervisor(lab, name)
  await unwireHost(lab, name)
  await removeCgroup(lab, name)
  const folder = hostFolder(lab, name)
  await rm(folder, { force: true, recursive: true })
}
