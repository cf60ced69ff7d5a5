import { fail } from "../../src/errors/fail.ts"
import type { Host } from "../../src/inventory/host.ts"
import { aMachine } from "../builders/a-machine.ts"
import { inventoryHost } from "../deploy/facts.ts"
import type { HostFault } from "./host-faults.ts"

const blackImage = {
  because: [],
  code: "SDOPS_SMOKE_FAILED",
  details: {},
  evidence: ["all pixels are 0"],
  help: ["sdops smoke lithium"],
  message: "comfyui made a black image",
}

const well = {
  error: undefined,
  key: undefined,
  machine: aMachine({ name: "argon" }),
  version: "2.26.3",
}
const shut = {
  ...well,
  error: fail("builderUnreachable", { builder: "neon", reason: "no route" }),
  machine: aMachine({ name: "neon" }),
}
const buildersOnly: Host["policy"] = {
  ...inventoryHost({}).policy,
  heavyBuilds: "builders-only",
}

/** Of what an app serves, to whom, and with what. */
export const serviceFaults: readonly HostFault[] = [
  [
    "a port that the firewall keeps",
    { app: { fromHere: "closed" } },
    "app/firewall",
    "warn",
    "not this machine",
  ],
  [
    "a process of before",
    { health: { starts: starts('/bin/comfyui --port 8188 "--lowvram"') } },
    "app/options",
    "warn",
    "it lacks --lowvram",
  ],
  [
    "a process that somebody started",
    { health: { starts: starts("/bin/comfyui --lowvram") } },
    "app/options",
    "warn",
    "it lacks --lowvram, it has --port 8188 beside",
  ],
  [
    "a model that was collected",
    lost("dangling", "checkpoints/pony.safetensors"),
    "app/models",
    "bad",
    "not in the store any more",
  ],
  [
    "a model that isn't deployed",
    lost("missing", "checkpoints/pony.safetensors"),
    "app/models",
    "warn",
    "not on the host",
  ],
  [
    "somebody's link to nothing",
    lost("dangling", "loras/own.pt"),
    "app/models",
    "warn",
    "loras/own.pt is a link",
  ],
  [
    "an app whose jobs fail",
    { proofs: [{ app: "comfyui", error: blackImage, outcome: "bad" }] },
    "app/image",
    "bad",
    "comfyui made a black image",
  ],
  [
    "a database that is something else",
    database({ is: "corrupt" }),
    "app/database",
    "bad",
    "is no database of sqlite",
  ],
  [
    "a database that was cut",
    database({ is: "truncated" }),
    "app/database",
    "bad",
    "is shorter than it says itself",
  ],
  [
    "a database that the app can't write",
    database({ by: "comfyui", is: "unwritable" }),
    "app/database",
    "bad",
    "comfyui can't write",
  ],
  [
    "a database that somebody keeps locked",
    database({ by: "812 sqlite3", is: "locked" }),
    "app/database",
    "warn",
    "process 812 sqlite3 keeps",
  ],
  [
    "a builder that doesn't let the host in",
    { builders: { sights: [shut, well] } },
    "nix/builders",
    "warn",
    "neon",
  ],
  [
    "a builder without whom nothing heavy is built",
    { builders: { sights: [shut] }, host: { policy: buildersOnly } },
    "nix/builders",
    "bad",
    "neon",
  ],
  [
    "a cache that doesn't answer the host",
    { health: { deadCaches: new Map([["https://c.example.org", "no"]]) } },
    "nix/cache-answers",
    "warn",
    "https://c.example.org: no good answer",
  ],
]

function database(
  fault:
    | { readonly by: string; readonly is: "locked" | "unwritable" }
    | { readonly is: "corrupt" | "truncated" },
): HostFault[1] {
  const file = "/var/lib/comfyui/user/comfyui.db"
  return { health: { databases: [{ file, ...fault }] } }
}

function starts(line: string): ReadonlyMap<string, string> {
  return new Map([["comfyui.service", line]])
}

/** Of a host that declares one model. */
function lost(is: "dangling" | "missing", file: string): HostFault[1] {
  const pony = { format: "safetensors", hash: "sha256-x", url: "https://x" }
  const models = { checkpoints: { pony } } as never
  return {
    health: { lostModels: [{ file, is }] },
    host: { services: { comfyui: { enable: true, models } } },
  }
}
