import {
  endOf,
  keyColumn,
  type Machine,
  sshConfigOf,
} from "../builders/machine.ts"
import { machinesFor } from "../builders/machines-for.ts"
import { type KebabKeys, kebabKeys } from "../camel-keys.ts"
import type { Cache, Fleet } from "../inventory/fleet.ts"
import type { FleetBuilder, FleetCache } from "../inventory/schema/builder.ts"
import type { Gpu, Host, Secrets, Services } from "../inventory/host.ts"
import { moduleReference } from "../inventory/module-reference.ts"

/**
 * What Nix gets to know of a host: `inventory/<host>.json`. How the host is
 * reached, who may deploy it and what a deployment may do is left out: to
 * change that doesn't change the system. When an app may be restarted is said,
 * where it isn't as usual: the host restarts it without a deployment, too.
 */
export type Slice = {
  readonly "app-restart"?: string
  /** Left out when the host has none. */
  readonly builders?: readonly SliceBuilder[]
  readonly caches: readonly Cache[]
  /** Left out when the host doesn't build for others. */
  readonly "fleet-builder"?: FleetBuilder
  /** Left out when the host serves no cache. */
  readonly "fleet-cache"?: FleetCache
  /** How many there are is the gate's business. */
  readonly gpu: Omit<KebabKeys<Gpu>, "count" | "uuids">
  readonly modules: readonly SliceModule[]
  readonly name: string
  readonly "quiet-hours"?: string
  /** Left out when the host has none; where they come from isn't told. */
  readonly secrets?: Readonly<Record<string, Omit<Secrets[string], "from">>>
  readonly services: Services
  /** How the host's ssh finds builders; left out where it needs none. */
  readonly "ssh-config"?: string
  readonly stateVersion?: string
}

/** A builder as Nix's `machines` has it; public keys only. */
export type SliceBuilder = Omit<
  KebabKeys<Machine>,
  "address" | "name" | "port" | "user"
> & {
  readonly host: string
  /** Left out where ssh_config says it. */
  readonly user?: string
}

export type SliceModule =
  /** A path below `modules/<host>/`. */
  | { readonly file: string }
  /** `inputs.<input>.<attribute>…`. */
  | { readonly input: string; readonly attributes: readonly string[] }

/** The slice of a host; nothing in it depends on other hosts. */
export function sliceOf(
  fleet: Pick<Fleet, "builders" | "caches">,
  host: Host,
): Slice {
  const release = host.stateVersion
  const { machines } = machinesFor(fleet, host)
  const builders = machines.map(sliceBuilder)
  const sshConfig = sshConfigOf(machines)
  const { appRestart, quietHours } = host.policy
  const usual = appRestart === "drained" || host.services.comfyui === undefined
  return {
    ...(!usual && { "app-restart": appRestart }),
    ...(!usual && quietHours !== "" && { "quiet-hours": quietHours }),
    ...(builders.length > 0 && { builders }),
    caches: fleet.caches,
    ...(host.fleetBuilder && { "fleet-builder": host.fleetBuilder }),
    ...(host.fleetCache && { "fleet-cache": host.fleetCache }),
    gpu: sliceGpu(host.gpu),
    modules: host.modules.map(sliceModule),
    name: host.name,
    ...(Object.keys(host.secrets).length > 0 && {
      secrets: sliceSecrets(host.secrets),
    }),
    services: host.services,
    ...(sshConfig !== "" && { "ssh-config": sshConfig }),
    ...(release === undefined ? {} : { stateVersion: release }),
  }
}

function sliceGpu(gpu: Gpu): Slice["gpu"] {
  const { count: _, uuids: __, ...rest } = gpu
  return kebabKeys(rest)
}

function sliceSecrets(secrets: Secrets): NonNullable<Slice["secrets"]> {
  const pairs = Object.entries(secrets).map(([name, secret]) => {
    const { from: _, ...rest } = secret
    return [name, rest] as const
  })
  return Object.fromEntries(pairs)
}

function sliceBuilder(machine: Machine): SliceBuilder {
  const { address: _, name: __, port: ___, user: ____, ...rest } = machine
  const { host, user } = endOf(machine)
  return {
    ...kebabKeys(rest),
    host,
    "host-key": keyColumn(machine),
    ...(user !== undefined && { user }),
  }
}

function sliceModule(written: string): SliceModule {
  const reference = moduleReference(written)
  switch (reference.names) {
    case "file":
      return { file: reference.path }
    case "output":
      return { attributes: reference.attributes, input: reference.input }
    case "nothing":
      // The inventory was loaded, so it isn't malformed.
      throw new Error(`${written}: ${reference.because}`)
  }
}

/** JSON with sorted keys, so that equal slices are equal bytes. */
export function sliceText(slice: Slice): string {
  return `${JSON.stringify(sorted(slice), undefined, 2)}\n`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  const pairs = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(pairs.map(([key, inner]) => [key, sorted(inner)]))
}
