import type { CamelKeys } from "../camel-keys.ts"
import type { FleetBuilder, FleetCache } from "./schema/builder.ts"
import type { HostFile } from "./schema/host.ts"

/** A machine in the inventory: its file over the fleet's defaults. */
export type Host = {
  readonly name: string
  readonly address: string
  /** `host`, `control` or a builder's name. */
  readonly buildOn: string
  /** What it builds for others, with which keys; unset: nothing. */
  readonly fleetBuilder?: FleetBuilder
  /** How its store is served as a cache; unset: it isn't. */
  readonly fleetCache?: FleetCache
  readonly gpu: Gpu
  /** `<kind> <base64>`, without comment; unset until it is pinned. */
  readonly hostKey?: string
  /** As written: paths from `hosts/`, or `<input>#<attribute>`. */
  readonly modules: readonly string[]
  readonly policy: Policy
  /** ssh_config's, or 22, when unset. */
  readonly port?: number | undefined
  /** By name; what is left out is root's alone. */
  readonly secrets: Secrets
  readonly services: Services
  readonly stateVersion?: string
  /** A reference: `env:NAME`, `file:PATH` or `cmd:COMMAND`. */
  readonly sudoPassword?: string
  readonly tags: readonly string[]
  readonly user: string
}

export type Gpu = {
  readonly vendor: "amd" | "none" | "nvidia"
  readonly model?: string
  readonly computeCapability?: string
  /** How many the gate of a deployment wants to see. */
  readonly count?: number
  /** Against what nix/data/gpu-generations.json says. */
  readonly torch?: "nixpkgs" | "wheel"
  /** Those that the gate wants to see, as nvidia-smi names them. */
  readonly uuids?: readonly string[]
}

/** What a deployment may do by itself; complete. */
export type Policy = Readonly<
  CamelKeys<Required<NonNullable<WithoutUndefined<HostFile["policy"]>>>>
>

/** The apps as declared; what is left out, the Nix modules decide. */
export type Services = NonNullable<HostFile["services"]>

/** Where this machine has each secret, and who may read it on the host. */
export type Secrets = NonNullable<HostFile["secrets"]>

type WithoutUndefined<T> = {
  [Key in keyof NonNullable<T>]: Exclude<NonNullable<T>[Key], undefined>
}
