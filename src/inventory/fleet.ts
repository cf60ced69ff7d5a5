import type { CamelKeys } from "../camel-keys.ts"
import type { FleetFile } from "./schema/fleet.ts"
import type { ModelSites } from "./schema/model-sites.ts"
import type { Host, Policy } from "./host.ts"
import type { Problem } from "./read/problem.ts"

/** All hosts and what they share: `hosts/` read, checked and merged. */
export type Fleet = {
  /** The absolute folder that `hosts/` lies in. */
  readonly root: string
  readonly builders: Readonly<Record<string, Builder>>
  readonly caches: readonly Cache[]
  /** By name, sorted. */
  readonly hosts: ReadonlyMap<string, Host>
  /** Flake inputs: name → reference; nixpkgs is always among them. */
  readonly inputs: Readonly<Record<string, string>>
  /** Logins and mirrors of the sites that models come from. */
  readonly modelSites: ModelSites
  /** The fleet's own; each host has its merged one. */
  readonly policy: Policy
  /** What is odd and yet no error, such as an address used twice. */
  readonly warnings: readonly Problem[]
}

/** A Nix remote builder; unused until its `host-key` is pinned. */
export type Builder = CamelKeys<FleetFile["builders"][string]>

/** A Nix binary cache. */
export type Cache = FleetFile["caches"][number]
