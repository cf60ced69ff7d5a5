import { spawn } from "node:child_process"
import { open, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { LabProblem } from "../problem.ts"
import { must, run } from "../run.ts"
import type { Lab } from "../settings.ts"
import { addressOf, hostFolder } from "../state.ts"
import { processesOf } from "./processes.ts"

/** Black hole: the carrier stays, no packet passes. */
export async function cut(lab: Lab, name: string): Promise<void> {
  await addressOf(lab, name)
  await link(lab, name, "nomaster")
  await link(lab, name, "up")
}

/** The cable is out: the host sees no carrier. */
export async function unplug(lab: Lab, name: string): Promise<void> {
  await addressOf(lab, name)
  await link(lab, name, "down")
}

/** Ends cut, unplug, isolate, rate and wire. */
export async function heal(lab: Lab, name: string): Promise<void> {
  await addressOf(lab, name)
  await stopWire(lab, name)
  await link(lab, name, "master", "br0")
  await link(lab, name, "up")
  await run(["tc", "-n", lab.name, "qdisc", "del", "dev", name, "root"])
  const space = `${lab.name}-${name}`
  await run(["tc", "-n", space, "qdisc", "del", "dev", "host0", "root"])
  await isolate(lab, name, "off")
}

/** Isolated hosts don't see each other; the outer machine sees all. */
export async function isolate(
  lab: Lab,
  name: string,
  on: "off" | "on" = "on",
): Promise<void> {
  await addressOf(lab, name)
  const port = ["link", "set", "dev", name, "isolated", on]
  await must(["bridge", "-n", lab.name, ...port])
}

/** Bandwidth both ways, as tc says it: `8mbit`. */
export async function rate(
  lab: Lab,
  name: string,
  limit: string,
): Promise<void> {
  await addressOf(lab, name)
  const shape = ["tbf", "rate", limit, "burst", "32kb", "latency", "400ms"]
  const ends = [
    [lab.name, name],
    [`${lab.name}-${name}`, "host0"],
  ] as const
  for (const [space, device] of ends) {
    const replace = ["qdisc", "replace", "dev", device, "root"]
    await must(["tc", "-n", space, ...replace, ...shape])
  }
}

export type WireQuality = {
  /** Milliseconds, each way. */
  readonly delay: number
  /** Up to so many milliseconds more. */
  readonly jitter?: number
  /** Percent. */
  readonly loss?: number
  /** kbit/s. */
  readonly rate?: number
}

/** A long, bad wire, in user space: not every kernel has sch_netem. */
export async function wire(
  lab: Lab,
  name: string,
  quality: WireQuality,
): Promise<void> {
  await addressOf(lab, name)
  await stopWire(lab, name)
  const [near, far] = [`${name}-w`, `${name}-x`]
  const space = ["-n", lab.name]
  const pair = ["type", "veth", "peer", "name", far]
  await must(["ip", ...space, "link", "add", "name", near, ...pair])
  await link(lab, name, "nomaster")
  await link(lab, near, "master", "br0", "up")
  await link(lab, far, "up")
  const folder = hostFolder(lab, name)
  const log = await open(join(folder, "console"), "a")
  const { delay, jitter = 0, loss = 0, rate = 0 } = quality
  const numbers = [delay, jitter, loss, rate].map(String)
  const script = join(import.meta.dirname, "wire.py")
  const program = ["python3", script, name, far, ...numbers]
  const child = spawn("ip", ["netns", "exec", lab.name, ...program], {
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  })
  child.unref()
  await log.close()
  await writeFile(join(folder, "wire"), `${child.pid}\n`)
}

export async function stopWire(lab: Lab, name: string): Promise<void> {
  const file = join(hostFolder(lab, name), "wire")
  const pid = Number(await readFile(file, "utf8").catch(() => ""))
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")
  if (command.includes("wire.py")) process.kill(pid, "SIGKILL")
  await rm(file, { force: true })
  await run(["ip", "-n", lab.name, "link", "del", "dev", `${name}-w`])
}

/** Resizes the disk of a host live, `40m`; not below what is in use. */
export async function disk(
  lab: Lab,
  name: string,
  size: string,
): Promise<void> {
  await addressOf(lab, name)
  const hardware = (await processesOf(lab, name))?.hardware
  if (hardware === undefined) throw new LabProblem(`${name} isn't up`)
  const inside = ["nsenter", "-t", `${hardware}`, "-m", "--"]
  const folder = join(hostFolder(lab, name), "disk")
  await must([...inside, "mount", "-o", `remount,size=${size}`, folder])
}

async function link(lab: Lab, ...words: string[]): Promise<void> {
  await must(["ip", "-n", lab.name, "link", "set", "dev", ...words])
}
