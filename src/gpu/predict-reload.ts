import type { Holder, Holders } from "./holders.ts"

/** Why the modules would stay in use with every unit stopped that may be. */
export type Held = {
  /** Who or what holds them, a line each. */
  readonly because: readonly string[]
  /** What to run on the host, as root, before trying again. */
  readonly help: readonly string[]
}

/** Whether the modules can be unloaded, and what is stopped for it. */
export type Prediction =
  | { readonly reload: "held"; readonly held: Held }
  | { readonly reload: "works"; readonly stops: readonly string[] }

/** Modules that are loaded and unloaded as one driver. */
const ours = [
  "nvidia",
  "nvidia_drm",
  "nvidia_modeset",
  "nvidia_peermem",
  "nvidia_uvm",
]

/** NVIDIA's own daemons: they lose nothing when they are stopped. */
export const driverUnits: readonly string[] = [
  "dcgm.service",
  "nvidia-container-toolkit-cdi-generator.service",
  "nvidia-dcgm.service",
  "nvidia-fabricmanager.service",
  "nvidia-persistenced.service",
  "nvidia-powerd.service",
]

/**
 * Predicts a reload: it works when the modules' references are explained by
 * each other and by processes of units that may be stopped, which are `apps`
 * and `driverUnits`. Anybody else's job is never ended for a driver. Source:
 * design activation.md §7.
 */
export function predictReload(
  holders: Holders,
  apps: readonly string[],
): Prediction {
  const mayStop = new Set([...apps, ...driverUnits])
  const strangers = holders.processes.filter(({ unit }) => !mayStop.has(unit))
  const held = join([
    strangersOf(strangers),
    untold(holders),
    foreign(holders),
    unexplained(holders),
  ])
  if (held.because.length > 0) return { held, reload: "held" }
  const units = holders.processes.map(({ unit }) => unit)
  return { reload: "works", stops: [...new Set(units)].toSorted() }
}

function strangersOf(holders: readonly Holder[]): Held {
  const byPid = new Map(holders.map((holder) => [holder.pid, holder]))
  const all = [...byPid.values()]
  return {
    because: all.map(({ command, pid, unit }) => {
      const where = unit === "" ? "" : ` of ${unit}`
      return `process ${pid} (${command})${where} uses the GPU`
    }),
    help: all.map(({ pid, unit }) =>
      // What belongs to a login is in a unit that takes the login with it.
      /^(?!user@).*\.service$/.test(unit)
        ? `systemctl stop ${unit}`
        : `kill ${pid}`,
    ),
  }
}

/** A kernel that counts no references can't unload modules at all. */
function untold({ references, users }: Holders): Held {
  const loaded = Object.keys(users)
  const told = loaded.some((name) => references[name] !== undefined)
  if (loaded.length === 0 || told) return nothing
  const because = [
    "the kernel keeps no reference counts, so it can't unload modules",
  ]
  return { because, help: [] }
}

function foreign({ users }: Holders): Held {
  const names = Object.values(users)
    .flat()
    .filter((name) => !ours.includes(name))
  const all = [...new Set(names)].toSorted()
  return {
    because: all.map((name) => `the module ${name} uses the driver`),
    help: all.map((name) => `rmmod ${name}`),
  }
}

/**
 * References without a file: a console on the GPU (fbcon), displays, peer
 * memory. One open file is one reference; drivers up to the 5xx branches that
 * had a front end of their own took two for each (kernel-open/nvidia's
 * nv-frontend.c). Files that processes share are fewer than they look.
 */
function unexplained({ processes, references, users }: Holders): Held {
  const lines = Object.entries(references).flatMap(([name, count]) => {
    const files = processes
      .filter(({ module }) => module === name)
      .reduce((sum, holder) => sum + holder.files, 0)
    const more = count - (users[name]?.length ?? 0)
    if (more <= files || more === 2 * files) return []
    const rest = more - files
    const noun = rest === 1 ? "reference" : "references"
    return [`${name} has ${rest} ${noun} that no process holds: ${by(name)}`]
  })
  return { because: lines.toSorted(), help: [] }
}

function by(module: string): string {
  return /_(drm|modeset)$/.test(module)
    ? "a console or a display on the GPU"
    : "peer memory or another kernel user"
}

const nothing: Held = { because: [], help: [] }

function join(all: readonly Held[]): Held {
  return {
    because: all.flatMap(({ because }) => because),
    help: [...new Set(all.flatMap(({ help }) => help))],
  }
}
