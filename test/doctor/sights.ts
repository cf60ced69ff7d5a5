import type { Health } from "../../src/host/health/health.ts"
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
  apps: [
    {
      listen: ["127.0.0.1"],
      name: "comfyui",
      port: 8188,
      unit: "comfyui.service",
    },
  ],
  driver: { version: "550.54.14" },
  gpu: { vendor: "nvidia" },
  name: "lithium",
}

type Given = {
  readonly app?: Partial<AppSight>
  readonly builders?: Partial<HostSight["builders"]>
  readonly facts?: Partial<HostFacts>
  readonly gpus?: readonly GpuState[]
  readonly gpu?: Partial<GpuState>
  readonly health?: Partial<Health>
  readonly host?: Partial<Host>
  readonly module?: string
  readonly nix?: Partial<HostSight["nix"]>
  readonly proofs?: HostSight["proofs"]
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
  databases: [],
  deadCaches: new Map(),
  deployers: [],
  displays: [{ address: "0000:01:00.0", driver: "nvidia", vendor: "0x10de" }],
  garbage: { collected: 3, folders: [], links: 12, timers: [] },
  inodes: [{ free: 900, place: "nix", total: 1000 }],
  inotify: { maxInstances: 128, maxWatches: 65_536, users: [] },
  kernelLog: ["kernel: NVRM: loading NVIDIA UNIX x86_64 Kernel Module"],
  listeners: listening("comfyui.service", "127.0.0.1"),
  lockdown: false,
  lostModels: [],
  missed: new Map(),
  nodes: new Map([
    ["/dev/nvidia0", "666"],
    ["/dev/nvidia-uvm", "666"],
    ["/dev/nvidiactl", "666"],
  ]),
  persistenced: "active",
  secureBoot: false,
  starts: new Map([
    ["comfyui.service", '"/nix/store/x/bin/comfyui" "--port" "8188"'],
  ]),
  smi: { fields: [], output: "" },
}

const wellGpu: GpuState = {
  awaitsReset: false,
  display: false,
  errors: 0,
  failing: false,
  index: "0",
  sleeps: false,
  slowed: undefined,
  temperature: 28,
}

/** Somebody who takes connections at ComfyUI's port. */
export function listening(
  holder: string,
  ...addresses: readonly string[]
): Health["listeners"] {
  return new Map([[8188, addresses.map((address) => ({ address, holder }))]])
}

/** What ComfyUI says, with a torch of that version. */
export function statsOf(torch: string, type = "cuda"): AppSight["answer"] {
  const stats = {
    devices: [{ name: `${type}:0`, type }],
    system: { argv: ["main.py", "--port", "8188"], pytorch_version: torch },
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
    fromHere: "open",
    name: "comfyui",
    nodes: [{ failure: undefined, name: "gguf" }],
    state,
    stuckJobs: 0,
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
    builders: { sights: [], unpinned: [], ...given.builders },
    driver: driverFacts({
      library: "",
      module: given.module ?? "550.54.14",
      proc: "",
      smi: { fields: smiFields, ...(given.smi ?? wellSmi) },
      vendor: "nvidia",
    }),
    facts,
    fleet: { builders: {}, caches: [cache] },
    gpus: given.gpus ?? [{ ...wellGpu, ...given.gpu }],
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
      collects: false,
      ownBuilders: false,
      systems: [],
      signed: true,
      features: ["flakes", "nix-command"],
      keys: [cache.key],
      substituters: ["https://cache.nixos.org/", "https://cache.example.org/"],
      trustedSubstituters: [],
      ...given.nix,
    },
    proofs: given.proofs ?? [{ app: "comfyui", outcome: "ok", seconds: 1 }],
  }
}
