import { readdir, rmdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { exists } from "../base/packages-layer.ts"
import { LabProblem } from "../problem.ts"
import type { Lab } from "../settings.ts"
import { read } from "../state.ts"
import { setTimeout as pause } from "node:timers/promises"

/** Where cgroup v2 is, alone or beside v1. */
const trees: readonly string[] = ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"]

/** Where a host's cgroup lies; the whole lab's without a name. */
export async function cgroupOf(
  lab: Lab,
  name: string | undefined,
): Promise<string | undefined> {
  const below = name === undefined ? [lab.name] : [lab.name, name]
  for (const tree of trees) {
    const folder = join(tree, ...below)
    if (await exists(join(folder, "cgroup.procs"))) return folder
  }
  return
}

/** Stops every process of a host where it stands, or lets them go on. */
export async function setFrozen(
  lab: Lab,
  name: string,
  frozen: boolean,
): Promise<void> {
  const folder = await cgroupOf(lab, name)
  if (folder === undefined) throw new LabProblem(`${name} has no cgroup`)
  await writeFile(join(folder, "cgroup.freeze"), frozen ? "1" : "0")
}

/** Kills every process of a host at once; its hardware isn't among them. */
export async function killBoot(lab: Lab, name: string): Promise<void> {
  const folder = await cgroupOf(lab, name)
  const boot = await read(lab, name, "boots")
  if (folder === undefined) throw new LabProblem(`${name} has no cgroup`)
  await writeFile(join(folder, `boot-${boot}`, "cgroup.kill"), "1")
}

/** Ends what is left of a host (of all, without a name) and its cgroups. */
export async function removeCgroup(lab: Lab, name?: string): Promise<void> {
  const folder = await cgroupOf(lab, name)
  if (folder === undefined) return
  await writeFile(join(folder, "cgroup.kill"), "1").catch(() => {})
  for (let tries = 0; tries < 100; tries++) {
    if (await removeFolders(folder)) return
    await pause(20)
  }
}

async function removeFolders(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (entry.isDirectory()) await removeFolders(join(folder, entry.name))
  }
  return rmdir(folder).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code === "ENOENT",
  )
}
