import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import type { HostShell } from "../shell.ts"
import healthScript from "./health.sh"

/** What doctor asks of a host beside the probe. */
export type Health = {
  /** Seconds that the host's clock is ahead; 0 where none can be told. */
  readonly clockAhead: number
  /** Units of others that deploy, such as nixos-upgrade.timer. */
  readonly deployers: readonly string[]
  /** PCI display devices of the host itself, with the driver of each. */
  readonly displays: readonly Display[]
  /** One for each place, as far as its file system counts them. */
  readonly inodes: readonly Inodes[]
  readonly inotify: Inotify | undefined
  /** Lines of this boot that tell of a fault, the newest last. */
  readonly kernelLog: readonly string[]
  /** The unit or program that takes connections, by port. */
  readonly listeners: ReadonlyMap<number, string>
  /** Whether the kernel takes signed modules only. */
  readonly lockdown: boolean
  /** NVIDIA's device nodes: `/dev/nvidia0` and its mode, such as 666. */
  readonly nodes: ReadonlyMap<string, string>
  readonly secureBoot: boolean
  /** What nvidia-smi was asked for and said of each GPU's health. */
  readonly smi: { readonly fields: readonly string[]; readonly output: string }
}

export type Display = {
  readonly address: string
  /** Undefined: no driver has taken it. */
  readonly driver: string | undefined
  /** 0x10de is NVIDIA's. */
  readonly vendor: string
}

export type Inodes = {
  readonly free: number
  readonly place: "boot" | "nix"
  readonly total: number
}

export type Inotify = {
  readonly maxInstances: number
  readonly maxWatches: number
  readonly users: readonly {
    readonly instances: number
    readonly uid: number
    readonly watches: number
  }[]
}

const text = z.string().default("")
const lines = text.transform((all) => all.split("\n").filter((one) => one))
const numbers = text.transform((all) => all.split(/\s+/).filter(Boolean))

const told = z.looseObject({
  clock: z.coerce.number().int(),
  deployers: numbers,
  displays: lines,
  "inodes.boot": numbers,
  "inodes.nix": numbers,
  "inotify.max": numbers,
  "inotify.used": lines,
  "kernel-log": lines,
  lockdown: text,
  nodes: lines,
  "secure-boot": text,
  "smi.fields": text,
  "smi.output": text,
})
const schema = told.transform(camelKeys)

/**
 * Looks at what goes wrong on a host over time. Changes nothing.
 * Input: the ports of its apps. Errors: `answerRefused`; those of `ask`.
 */
export async function lookAtHealth(
  shell: HostShell,
  ports: readonly number[],
): Promise<Health> {
  const before = Date.now()
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "the look at its health",
    script: healthScript,
    variables: { ports: ports.join(" ") },
  })
  const at = { asked: "the look at its health", host: shell.host }
  const seen = fitting(schema, Object.fromEntries(facts), at)
  const { clock, inodesBoot, inodesNix, inotifyMax, inotifyUsed } = seen
  return {
    clockAhead: clockAhead(clock, { after: Date.now(), before }),
    deployers: seen.deployers,
    displays: seen.displays.map(display),
    inodes: [...inodes("nix", inodesNix), ...inodes("boot", inodesBoot)],
    inotify: inotify(inotifyMax, inotifyUsed),
    kernelLog: seen.kernelLog,
    listeners: new Map(
      ports.flatMap((port) => {
        const holder = (facts.get(`listener.${port}`) ?? "").trim()
        return holder === "" ? [] : [[port, holder] as const]
      }),
    ),
    lockdown: /\[(integrity|confidentiality)\]/.test(seen.lockdown),
    nodes: new Map(
      seen.nodes.map((line) => {
        const [name = "", mode = ""] = line.split(" ")
        return [name, mode] as const
      }),
    ),
    secureBoot: seen.secureBoot.trim() === "1",
    smi: { fields: seen.smiFields.split(","), output: seen.smiOutput },
  }
}

/** By whole seconds; the question's own time isn't a difference. */
function clockAhead(
  host: number,
  ours: { readonly after: number; readonly before: number },
): number {
  const [first, last] = [ours.before / 1000, ours.after / 1000]
  if (host + 1 < first) return Math.round(host + 1 - first)
  return host > last ? Math.round(host - last) : 0
}

function display(line: string): Display {
  const [address = "", vendor = "", driver] = line.split(" ")
  return { address, driver: driver || undefined, vendor }
}

function inodes(place: Inodes["place"], said: readonly string[]): Inodes[] {
  const [free, total] = said.map(Number)
  // btrfs and ZFS count none.
  return free !== undefined && total ? [{ free, place, total }] : []
}

function inotify(
  most: readonly string[],
  used: readonly string[],
): Inotify | undefined {
  const [maxInstances, maxWatches] = most.map(Number)
  if (!maxInstances || !maxWatches) return undefined
  const users = used.map((line) => {
    const [uid = 0, instances = 0, watches = 0] = line.split(" ").map(Number)
    return { instances, uid, watches }
  })
  return { maxInstances, maxWatches, users }
}
