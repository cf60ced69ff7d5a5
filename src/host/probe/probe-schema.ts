import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"

const count = z.coerce.number().int().nonnegative()
const yes = z.enum(["0", "1"]).transform((text) => text === "1")
const words = z
  .string()
  .transform((text) => text.split(/\s+/).filter((word) => word !== ""))

/** A unit as systemd and /proc show it. */
export const unitStateSchema = z.object({
  unit: z.string(),
  ActiveState: z.string().default("unknown"),
  SubState: z.string().default(""),
  LoadState: z.string().default(""),
  MainPID: count.default(0),
  /** One per start of the unit. */
  InvocationID: z.string().default(""),
  /** Microseconds since boot. */
  ActiveEnterTimestampMonotonic: count.default(0),
  NRestarts: count.default(0),
  /** `yes`: it sees no device of the host's. */
  PrivateDevices: z.string().default(""),
  /** `auto` is any device, unless DeviceAllow names some. */
  DevicePolicy: z.string().default(""),
  /** Pairs such as `/dev/nvidia0 rw` and `char-nvidia rw`. */
  DeviceAllow: words.default([]),
  /** Store paths of the unit file's ExecStart, of /proc/PID/exe, cmdline. */
  paths: z.array(z.string()).default([]),
})

/** /run/current-system/etc/sdops/host.json, as `nix/` writes it. */
export const hostFileSchema = z.looseObject({
  name: z.string(),
  gpu: z.looseObject({ vendor: z.enum(["amd", "none", "nvidia"]) }),
  driver: z.looseObject({ version: z.string().nullable() }),
  apps: z.array(
    z
      .looseObject({
        "custom-nodes": z.array(z.string()).optional(),
        "health-check": z.string().nullish(),
        kind: z.enum(["custom", "known"]).optional(),
        listen: z.array(z.string()).optional(),
        name: z.string(),
        port: z.number(),
        "state-files": z.array(z.string()).optional(),
        unit: z.string(),
        url: z.string().optional(),
      })
      .transform(camelKeys),
  ),
})

const toldFacts = z.object({
  nixos: yes,
  hostname: z.string().optional(),
  "nixos-version": z.string().optional(),
  "nix-version": z.string().optional(),
  "boot-id": z.uuid(),
  kernel: z.string(),
  architecture: z.string(),
  current: z.string().default(""),
  booted: z.string().default(""),
  profile: z.string().default(""),
  generation: z.string().default(""),
  /** A store path, or `unknown: why`. */
  "boot-default": z.string().default("unknown: not read"),
  /**
   * When the running system was made, in seconds since 1970; where it is no
   * generation of the profile, when it was activated.
   */
  "system-since": count.optional(),
  "kernel-path.current": z.string().default(""),
  "kernel-path.booted": z.string().default(""),
  "store-valid": yes.optional(),
  /** Bytes that are free for root. */
  "free.nix": count.optional(),
  "free.boot": count.optional(),
  /** Bytes of the whole file system. */
  "size.nix": count.optional(),
  "size.boot": count.optional(),
  /** What the daemon says, and what root's own store says. */
  "store-info": z.string().optional(),
  "own-store-info": z.string().optional(),
  /** Lines `name = value`; nothing of flags that sdops passes. */
  "nix-settings": z.string().default(""),
  inhibitors: z.string().default(""),
  busy: words.default([]),
  failed: words.default([]),
  units: words.default([]),
  /** Seconds since boot. */
  uptime: z.coerce.number().optional(),
  /** What systemctl shows of the units, a blank line between two. */
  "units.shown": z.string().default(""),
  /** Version of the running system's module file for the running kernel. */
  "nvidia.file": z.string().default(""),
  "nvidia.holders": z.string().default(""),
  /** Version of the running system's library. */
  "nvidia.library": z.string().default(""),
  "nvidia.module": z.string().default(""),
  "nvidia.proc": z.string().default(""),
  "nvidia.references": z.string().default(""),
  /** Vendors of the PCI display devices: 0x10de is NVIDIA's. */
  "pci.display": words.default([]),
  /** How many GPUs of NVIDIA the bus has that its driver may take. */
  "pci.nvidia": count.optional(),
  "smi.exit": count.optional(),
  /** What nvidia-smi was asked for, less what its driver doesn't know. */
  "smi.fields": z
    .string()
    .default("")
    .transform((text) => text.split(",").filter((field) => field !== "")),
  /** What `nvidia-smi -L` says where a GPU is in MIG mode. */
  "smi.list": z.string().default(""),
  "smi.output": z.string().default(""),
  "host-file": z.string().optional(),
  /** Saved jobs of ComfyUI, and those that it has refused to take back. */
  "queue.saved": count.default(0),
  "queue.refused": count.default(0),
  /** Units that are restarted once they have nothing to do. */
  restarts: words.default([]),
  /** Who holds the lock of switch-to-configuration; empty: nobody. */
  "switch-lock": z.string().default(""),
  sources: words.default([]),
})

/** The probe's facts by key; what could not be had is undefined. */
export const probeSchema = toldFacts.transform(camelKeys)
