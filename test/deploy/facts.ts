import { createHash } from "node:crypto"
import type { HostFacts } from "../../src/host/probe/probe.ts"
import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import { smiFields } from "../gpu/fields.ts"
import type { Host } from "../../src/inventory/host.ts"

/** A store path that always is the same for a name. */
export function store(name: string): string {
  const hex = createHash("sha256").update(name).digest("hex")
  const hash = hex.replaceAll("e", "z").slice(0, 32)
  return `/nix/store/${hash}-${name}`
}

const current = store("nixos-system-lithium-old")

/** Nobody has deployed it yet. */
export const noDeployments: HostFacts["deployments"] = {
  aside: [],
  bootId: "11111111-1111-4111-8111-111111111111",
  lock: undefined,
  lockUnreadable: false,
  now: 1_800_000_000,
  records: [],
  unreadable: [],
}

/** A host that is as it should be, but for what is given. */
export function hostFacts(given: Partial<HostFacts>): HostFacts {
  return {
    apps: [
      unitStateSchema.parse({
        ActiveState: "active",
        unit: "comfyui.service",
      }),
    ],
    architecture: "x86_64",
    bootDefault: current,
    bootId: "11111111-1111-4111-8111-111111111111",
    booted: current,
    busy: [],
    current,
    deployments: noDeployments,
    errors: {},
    late: [],
    failed: [],
    freeBoot: 500_000_000,
    freeNix: 50_000_000_000,
    generation: "1",
    hostFile: undefined,
    inhibitors: "",
    kernel: "6.12",
    kernelPathBooted: store("linux-6.12"),
    kernelPathCurrent: store("linux-6.12"),
    nixSettings: "",
    nixos: true,
    nvidiaFile: "550.54.14",
    nvidiaHolders: "",
    nvidiaLibrary: "550.54.14",
    nvidiaModule: "550.54.14",
    nvidiaProc: "",
    nvidiaReferences: "",
    pciDisplay: [],
    profile: current,
    smiFields: [...smiFields],
    smiList: "",
    smiOutput: "",
    queueRefused: 0,
    queueSaved: 0,
    restarts: [],
    sources: [],
    switchLock: "",
    trusted: true,
    unitsShown: "",
    units: ["comfyui.service"],
    ...given,
  }
}

/** An inventory's host, but for what is given. */
export function inventoryHost(given: Partial<Host>): Host {
  return {
    address: "lithium.lan",
    buildOn: "host",
    gpu: { vendor: "nvidia" },
    modules: ["./lithium/configuration.nix"],
    name: "lithium",
    policy: {
      appRestart: "drained",
      quietHours: "",
      reboot: "ask",
      driverChange: "auto",
      failedNodes: "note",
      heavyBuilds: "refuse",
      heavyMinutes: "any",
      smoke: {},
      toleratedUnits: [],
    },
    secrets: {},
    services: { comfyui: { enable: true, port: 8188 } },
    tags: [],
    user: "root",
    ...given,
  }
}
