import { camelKeys } from "../camel-keys.ts"
import type { Host, Policy } from "./host.ts"
import { merge } from "./merge.ts"
import type { FleetFile } from "./schema/fleet.ts"
import type { HostFile } from "./schema/host.ts"

/** What a fleet that says nothing about it may do by itself (design §6). */
const cautious: HostFile["policy"] = {
  "app-restart": "drained",
  "driver-change": "auto",
  "failed-nodes": "note",
  "heavy-builds": "refuse",
  "heavy-minutes": "any",
  "quiet-hours": "",
  reboot: "ask",
  smoke: {},
  "tolerated-units": [],
}

/** The inputs of a fleet that names none. */
export const usualInputs = { nixpkgs: "github:NixOS/nixpkgs/nixos-26.05" }

export type Lack = {
  readonly path: readonly string[]
  readonly expected: string
}

/** The fleet's policy, complete. */
export function fleetPolicy(fleet: FleetFile): Policy {
  return policyOf(merge(cautious, fleet.policy))
}

/** The fleet's inputs, nixpkgs among them. */
export function fleetInputs(
  fleet: FleetFile,
): Readonly<Record<string, string>> {
  return merge<Record<string, string>>(usualInputs, fleet.inputs)
}

/**
 * A host from its own file and what the fleet says for all of them; or what
 * neither of the two says.
 */
export function completeHost(
  name: string,
  own: HostFile,
  fleet: FleetFile,
): { readonly host: Host } | { readonly lacks: readonly Lack[] } {
  const file = merge<HostFile>(fleet.defaults, own)
  const vendor = file.gpu?.vendor
  if (file.address === undefined || vendor === undefined)
    return { lacks: lacksOf(file) }
  const policy = merge(merge(cautious, fleet.policy), file.policy)
  const host = {
    modules: [],
    secrets: {},
    services: {},
    tags: [],
    user: "root",
    ...camelKeys(file),
    buildOn: file["build-on"] ?? "host",
    address: file.address,
    gpu: camelKeys({ ...file.gpu, vendor }),
    name,
    policy: policyOf(policy),
  }
  return { host: host as Host }
}

/** Complete, since what is cautious says everything. */
function policyOf(policy: HostFile["policy"]): Policy {
  return camelKeys(policy ?? {}) as Policy
}

function lacksOf(file: HostFile): Lack[] {
  const address = {
    expected: "a host name or an IP address",
    path: ["address"],
  }
  const vendor = { expected: "amd, none or nvidia", path: ["gpu", "vendor"] }
  return [
    ...(file.address === undefined ? [address] : []),
    ...(file.gpu?.vendor === undefined ? [vendor] : []),
  ]
}
