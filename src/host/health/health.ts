import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"
import { type DatabaseFault, databaseFault } from "./database-fault.ts"
import { type Garbage, garbageOf } from "./garbage.ts"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import { type Inotify, inotify } from "./inotify.ts"
import { type Listener, listenerOf } from "./listener.ts"
import type { HostShell } from "../shell.ts"
import healthScript from "./health.sh"

/** What doctor asks of a host beside the probe. */
export type Health = {
  /** Caches that don't answer the host: why, by URL. */
  readonly deadCaches: ReadonlyMap<string, string>
  /** Seconds that the host's clock is ahead; 0 where none can be told. */
  readonly clockAhead: number
  /** Databases of apps that can't be used. */
  readonly databases: readonly DatabaseFault[]
  /** Units of others that deploy, such as nixos-upgrade.timer. */
  readonly deployers: readonly string[]
  /** PCI display devices of the host itself, with the driver of each. */
  readonly displays: readonly Display[]
  readonly garbage: Garbage
  /** One for each place, as far as its file system counts them. */
  readonly inodes: readonly Inodes[]
  readonly inotify: Inotify | undefined
  /** Lines of this boot that tell of a fault, the newest last. */
  readonly kernelLog: readonly string[]
  /** Who takes connections, and at which addresses, by port. */
  readonly listeners: ReadonlyMap<number, readonly Listener[]>
  /** Whether the kernel takes signed modules only. */
  readonly lockdown: boolean
  /** Models that aren't where the app looks for them, below its folder. */
  readonly lostModels: readonly LostModel[]
  /** What a cache has, but Nix remembers not to be there: names, by URL. */
  readonly missed: ReadonlyMap<string, readonly string[]>
  /** NVIDIA's device nodes: `/dev/nvidia0` and its mode, such as 666. */
  readonly nodes: ReadonlyMap<string, string>
  /** The unit of NVIDIA's daemon that keeps GPUs awake. */
  readonly persistenced: "active" | "down" | "missing"
  readonly secureBoot: boolean
  /** ExecStart of apps' units, as systemd's file has it, by unit. */
  readonly starts: ReadonlyMap<string, string>
  /** What nvidia-smi was asked for and said of each GPU's health. */
  readonly smi: { readonly fields: readonly string[]; readonly output: string }
}

/** What is asked about. */
export type HealthQuestion = {
  /** URLs that the host itself calls. */
  readonly caches: readonly string[]
  /** Of its apps, in sqlite's format. */
  readonly databases: readonly {
    readonly file: string
    readonly unit: string
  }[]
  /** Where its apps listen. */
  readonly ports: readonly number[]
  readonly models: {
    /** Declared, below the folder. */
    readonly files: readonly string[]
    /** Undefined: no app has models. */
    readonly folder: string | undefined
  }
  /** Of its apps. */
  readonly units: readonly string[]
}

export type LostModel = {
  readonly file: string
  /** A link that leads nowhere, or nothing at all. */
  readonly is: "dangling" | "missing"
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

const text = z.string().default("")
const lines = text.transform((all) => all.split("\n").filter((one) => one))
const numbers = text.transform((all) => all.split(/\s+/).filter(Boolean))

const told = z.looseObject({
  caches: lines,
  clock: z.coerce.number().int(),
  databases: lines,
  deployers: numbers,
  displays: lines,
  "gc.collected": text,
  "gc.folders": lines,
  "gc.timers": numbers,
  "inodes.boot": numbers,
  "inodes.nix": numbers,
  "inotify.max": numbers,
  "inotify.used": lines,
  "kernel-log": lines,
  lockdown: text,
  missed: lines,
  models: lines,
  nodes: lines,
  persistenced: text,
  "secure-boot": text,
  "smi.fields": text,
  "smi.output": text,
})
const schema = told.transform(camelKeys)

/**
 * Looks at what goes wrong on a host over time. Changes nothing.
 * Errors: `answerRefused`; those of `ask`.
 */
export async function lookAtHealth(
  shell: HostShell,
  { caches, databases, models, ports, units }: HealthQuestion,
): Promise<Health> {
  const before = Date.now()
  const facts = await ask(shell, {
    deadline: shell.limits.probe,
    during: "the look at its health",
    script: healthScript,
    variables: {
      caches: caches.join(" "),
      databases: databases
        .map(({ file, unit }) => `${unit} ${file}`)
        .join("\n"),
      files: models.files.join("\n"),
      models: models.folder ?? "",
      ports: ports.join(" "),
      units: units.join(" "),
    },
  })
  const at = { asked: "the look at its health", host: shell.host }
  const seen = fitting(schema, Object.fromEntries(facts), at)
  const { clock, inodesBoot, inodesNix, inotifyMax, inotifyUsed } = seen
  return {
    clockAhead: clockAhead(clock, { after: Date.now(), before }),
    deadCaches: new Map(seen.caches.map(firstBlank)),
    databases: seen.databases.map(databaseFault),
    deployers: seen.deployers,
    displays: seen.displays.map(display),
    garbage: garbageOf({
      clock,
      collected: seen.gcCollected,
      folders: seen.gcFolders,
      timers: seen.gcTimers,
    }),
    inodes: [...inodes("nix", inodesNix), ...inodes("boot", inodesBoot)],
    inotify: inotify(inotifyMax, inotifyUsed),
    kernelLog: seen.kernelLog,
    listeners: new Map(
      ports.flatMap((port) => {
        const said = lines.parse(facts.get(`listener.${port}`))
        return said.length === 0 ? [] : [[port, said.map(listenerOf)] as const]
      }),
    ),
    lockdown: /\[(integrity|confidentiality)\]/.test(seen.lockdown),
    lostModels: seen.models.map((line) => {
      const [is, file] = firstBlank(line)
      return { file, is: is === "missing" ? is : "dangling" }
    }),
    missed: missedIn(seen.missed),
    nodes: new Map(seen.nodes.map(firstBlank)),
    persistenced: persistenced(seen.persistenced),
    secureBoot: seen.secureBoot.trim() === "1",
    starts: new Map(
      units.flatMap((unit) => {
        const start = facts.get(`starts.${unit}`) ?? ""
        return start === "" ? [] : [[unit, start] as const]
      }),
    ),
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

/** A line as what is before its first blank, and what is behind it. */
function firstBlank(line: string): readonly [string, string] {
  const at = line.indexOf(" ")
  return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)]
}

/** Names of paths, by the cache that has them. */
function missedIn(said: readonly string[]): Health["missed"] {
  const pairs = said.map(firstBlank)
  const grouped = Map.groupBy(pairs, ([cache]) => cache)
  const namesOf = (found: typeof pairs) => found.map(([, name]) => name)
  return new Map([...grouped].map(([url, found]) => [url, namesOf(found)]))
}

/** Of LoadState and ActiveState, in the order in which systemctl says them. */
function persistenced(said: string): Health["persistenced"] {
  const words = said.split(/\s+/)
  if (!words.includes("loaded")) return "missing"
  return words.includes("active") ? "active" : "down"
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
