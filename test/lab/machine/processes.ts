import { readdir, readFile } from "node:fs/promises"
import { read } from "../state.ts"
import type { Lab } from "../settings.ts"

/** The processes that are a host, each the parent of the next. */
export type HostProcesses = {
  /** Holds the hardware's namespaces; its end ends everything. */
  readonly supervisor: number
  /** Process 1 of the hardware's own namespaces. */
  readonly hardware: number | undefined
  /** systemd-nspawn, while the host is on. */
  readonly machine: number | undefined
  /** The host's own process 1, while it is on. */
  readonly leader: number | undefined
}

/** Undefined where the host's supervisor doesn't run. */
export async function processesOf(
  lab: Lab,
  name: string,
): Promise<HostProcesses | undefined> {
  const supervisor = Number(await read(lab, name, "supervisor"))
  if (!supervisor || !(await isSupervisor(supervisor, lab, name))) return
  const [hardware] = await childrenOf(supervisor)
  const clock = await childNamed(hardware, "unshare")
  const machine = await childNamed(clock, "systemd-nspawn")
  const [leader] = machine === undefined ? [] : await childrenOf(machine)
  return { hardware, leader, machine, supervisor }
}

async function isSupervisor(
  pid: number,
  lab: Lab,
  name: string,
): Promise<boolean> {
  const words = (await readProc(pid, "cmdline")).split("\0")
  return words.slice(-4, -1).join(" ").startsWith(`${name} ${lab.state}`)
}

async function childNamed(
  parent: number | undefined,
  name: string,
): Promise<number | undefined> {
  if (parent === undefined) return
  for (const pid of await childrenOf(parent)) {
    if ((await readProc(pid, "comm")).trim() === name) return pid
    // bash runs the boot in a subshell, which then becomes unshare.
  }
  return
}

/** Children in the order of their start. */
async function childrenOf(parent: number): Promise<number[]> {
  const known = await readProc(parent, `task/${parent}/children`)
  if (known !== "") return known.trim().split(" ").map(Number)
  const pids = (await readdir("/proc")).map(Number).filter((pid) => pid > 0)
  const parents = pids.map(async (pid) => {
    const after = (await readProc(pid, "stat")).split(") ").at(-1) ?? ""
    return Number(after.split(" ")[1]) === parent ? [pid] : []
  })
  return (await Promise.all(parents)).flat().toSorted((a, b) => a - b)
}

async function readProc(pid: number, file: string): Promise<string> {
  return readFile(`/proc/${pid}/${file}`, "utf8").catch(() => "")
}
