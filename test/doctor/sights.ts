import type { Health } from "../../src/host/probe/health.ts"
import type { HostFacts } from "../../src/host/probe/probe.ts"
import { smiFields } from "../gpu/fields.ts"
import { driverFacts } from "../../src/gpu/facts.ts"
import type { GpuState } from "../../src/gpu/gpu-state.ts"
import type { AppSight } from "../../src/doctor/look-at-app.ts"
import type { HostSight } from "../../src/doctor/sight.ts"
import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import type { Host } from "../../src/inventory/host.ts"
import { hostFacts, inventoryHost } from "../deploy/facts.ts"

const key = "cache.example.org-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M="

export const cache = { key, url: "https://cache.example.org" }

const hostFile: HostFacts["hostFile"] = {
  apps: [{ name: "comfyui", port: 8188, unit: "comfyui.service" }],
  driver: { version: "550.54.14" },
  gpu: { vendor: "nvidia" },
  name: "lithium",
}

type Given = {
  readonly app?: Partial<AppSight>
  readonly facts?: Partial<HostFacts>
  readonly gpu?: Partial<GpuState>
  readonly health?: Partial<Health>
  readonly host?: Partial<Host>
  readonly module?: string
  readonly nix?: Partial<HostSight["nix"]>
  readonly smi?: {
    readonly exit: number
    readonly fields?: readonly string[]
    readonly output: string
  }
}

/** A GTX 1060 as nvidia-smi answers the probe. */
export const wellSmi = {
  exit: 0,
  output: "0, GPU-1, NVIDIA GeForce GTX 1060 6GB, 550.54.14, 6144, 6.1",
}

const wellHealth: Health = {
  clockAhead: 0,
  deployers: [],
  displays: [{ address: "0000:01:00.0", driver: "nvidia", vendor: "0x10de" }],
  inodes: [{ free: 900, place: "nix", total: 1000 }],
  inotify: { maxInstances: 128, maxWatches: 65_536, users: [] },
  kernelLog: ["kernel: NVRM: loading NVIDIA UNIX x86_64 Kernel Module"],
  listeners: new Map([[8188, "comfyui.service"]]),
  lockdown: false,
  nodes: new Map([
    ["/dev/nvidia0", "666"],
    ["/dev/nvidia-uvm", "666"],
    ["/dev/nvidiactl", "666"],
  ]),
  secureBoot: false,
  smi: { fields: [], output: "" },
}

const wellGpu: GpuState = {
  awaitsReset: false,
  errors: 0,
  failing: false,
  index: "0",
  slowed: undefined,
  temperature: 28,
}

/** What ComfyUI says, with a torch of that version. */
export function statsOf(torch: string, type = "cuda"): AppSight["answer"] {
  const stats = {
    devices: [{ name: `${type}:0`, type }],
    system: { argv: [], pytorch_version: torch },
  }
  return { how: "answered", stats }
}

/** A host whose every check is well, but for what is given. */
export function hostSight(given: Given = {}): HostSight {
  const state = unitStateSchema.parse({
    ActiveState: "active",
    unit: "comfyui.service",
  })
  const app: AppSight = {
    answer: statsOf("2.9.1+cu126"),
    name: "comfyui",
    nodes: [{ failure: undefined, name: "gguf" }],
    state,
    unit: "comfyui.service",
    ...given.app,
  }
  const facts = hostFacts({
    hostFile: hostFile,
    nixVersion: "nix (Nix) 2.26.3",
    pciNvidia: 1,
    nixosVersion: '{"nixosVersion":"26.05.1"}',
    sizeBoot: 1_000_000_000,
    sizeNix: 500_000_000_000,
    storeInfo: "Trusted: 1",
    storeValid: true,
    ...given.facts,
  })
  return {
    apps: [app],
    driver: driverFacts({
      library: "",
      module: given.module ?? "550.54.14",
      proc: "",
      smi: { fields: smiFields, ...(given.smi ?? wellSmi) },
      vendor: "nvidia",
    }),
    facts,
    fleet: { builders: {}, caches: [cache] },
    gpus: [{ ...wellGpu, ...given.gpu }],
    health: { ...wellHealth, ...given.health },
    host: inventoryHost({
      gpu: {
        computeCapability: "6.1",
        model: "GeForce GTX 1060 6GB",
        vendor: "nvidia",
      },
      ...given.host,
    }),
    nix: {
      allowed: ["*"],
      always: false,
      builds: true,
      ownBuilders: false,
      signed: true,
      features: ["flakes", "nix-command"],
      keys: [cache.key],
      substituters: ["https://cache.nixos.org/", "https://cache.example.org/"],
      trustedSubstituters: [],
      ...given.nix,
    },
  }
}
