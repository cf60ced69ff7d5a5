import { join } from "node:path"
import { down } from "./down.ts"
import { setFrozen } from "./machine/cgroup.ts"
import { enter, type EnterOptions } from "./machine/enter.ts"
import * as faults from "./machine/faults.ts"
import * as power from "./machine/power.ts"
import type { Kind } from "./kind.ts"
import { reach } from "./machine/reach.ts"
import type { Ran } from "./run.ts"
import { type Sessions, sessionsOf } from "./sessions.ts"
import type { Lab } from "./settings.ts"
import { addressOf, hostFolder, read } from "./state.ts"
import { type HostSystem, systemOf } from "./system.ts"
import { LabProblem } from "./problem.ts"

/** A rehearsal host that is there, for tests and the demo. */
export class LabHost implements AsyncDisposable {
  readonly address: string
  /** Its identity, as in an inventory: `ssh-ed25519 AAAA…`. */
  readonly hostKey: string
  readonly lab: Lab
  readonly name: string
  /** For `ssh -F` and `SDOPS_SSH_CONFIG`; knows this host only. */
  readonly sshConfig: string

  constructor(lab: Lab, name: string, address: string, hostKey: string) {
    this.address = address
    this.hostKey = hostKey
    this.lab = lab
    this.name = name
    this.sshConfig = join(hostFolder(lab, name), "ssh_config")
  }

  /** The host of that name, which must be up. Errors: LabProblem. */
  static async of(lab: Lab, name: string): Promise<LabHost> {
    const address = await addressOf(lab, name)
    const hostKey = await read(lab, name, "host-key")
    if (hostKey === undefined) throw new LabProblem(`${name} has no host key`)
    return new LabHost(lab, name, address, hostKey)
  }

  /** Runs as root inside, past sshd; a string is a script. See `enter`. */
  exec(
    program: string | readonly string[],
    options?: EnterOptions,
  ): Promise<Ran> {
    return enter(this.lab, this.name, program, options)
  }

  /** Which systems the host runs, boots, and has as its profile. */
  system(): Promise<HostSystem> {
    return systemOf(this)
  }

  /** Handshakes and sessions so far, or since an earlier answer. */
  sessions(since?: Sessions): Promise<Sessions> {
    return sessionsOf(this, since)
  }

  /**
   * Processes and threads that have begun, but for the one that asks; since an
   * earlier answer, or since the host was turned on.
   */
  async processes(since = 0): Promise<number> {
    // Ids are handed out in sequence.
    const next = Number((await this.exec("echo $$")).stdout)
    return since === 0 ? next : next - since - 1
  }

  async flavours(): Promise<string[]> {
    return ((await read(this.lab, this.name, "flavours")) ?? "").split("\n")
  }

  async kind(): Promise<Kind> {
    const kind = await read(this.lab, this.name, "kind")
    return kind === "nixos" ? "nixos" : "stand-in"
  }

  /** The id of the present boot. */
  async bootId(): Promise<string> {
    const file = "/proc/sys/kernel/random/boot_id"
    return (await this.exec(["cat", file])).stdout.trim()
  }

  /** Until sshd says who it is. Deadline in seconds. */
  reach(deadline?: number, port?: number): Promise<void> {
    return reach(this.lab, this.name, deadline, port)
  }

  crash(): Promise<void> {
    return power.crash(this.lab, this.name)
  }

  poweroff(): Promise<void> {
    return power.poweroff(this.lab, this.name)
  }

  reboot(): Promise<void> {
    return power.reboot(this.lab, this.name)
  }

  start(): Promise<void> {
    return power.start(this.lab, this.name)
  }

  yank(): Promise<void> {
    return power.yank(this.lab, this.name)
  }

  cut(): Promise<void> {
    return faults.cut(this.lab, this.name)
  }

  /** Resizes the disk live: `40m`. */
  disk(size: string): Promise<void> {
    return faults.disk(this.lab, this.name, size)
  }

  freeze(): Promise<void> {
    return setFrozen(this.lab, this.name, true)
  }

  heal(): Promise<void> {
    return faults.heal(this.lab, this.name)
  }

  isolate(): Promise<void> {
    return faults.isolate(this.lab, this.name)
  }

  rate(limit: string): Promise<void> {
    return faults.rate(this.lab, this.name, limit)
  }

  thaw(): Promise<void> {
    return setFrozen(this.lab, this.name, false)
  }

  unplug(): Promise<void> {
    return faults.unplug(this.lab, this.name)
  }

  wire(quality: faults.WireQuality): Promise<void> {
    return faults.wire(this.lab, this.name, quality)
  }

  down(): Promise<void> {
    return down(this.lab, [this.name])
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.down()
  }
}
