import type { Sight } from "../builders/look.ts"
import type { AppProof } from "../deploy/smoke/result.ts"
import type { DriverFacts } from "../gpu/facts.ts"
import type { GpuState } from "../gpu/gpu-state.ts"
import type { Health } from "../host/health/health.ts"
import type { HostFacts } from "../host/probe/probe.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { Problem } from "../inventory/read/problem.ts"
import type { Identity } from "../remote/identity.ts"
import type { AppSight } from "./look-at-app.ts"
import type { NixSettings } from "../nix/host-settings.ts"
import type { Stop } from "./hop.ts"

/** What is known of the machine that sdops runs on. */
export type ControlSight = {
  readonly fleet: Pick<Fleet, "hosts" | "root"> & {
    readonly warnings: readonly Problem[]
  }
  /** What sdops would log in with; undefined when ssh doesn't tell. */
  readonly keys: Keys | undefined
  /** Such as `24.1.0`. */
  readonly node: string
  readonly openssh: OpensshSight
}

/** What `ssh -V` says; a late one may be of a busy machine. */
export type OpensshSight =
  | { readonly is: "late" | "missing" }
  | { readonly is: "there"; readonly version: string }

/** What ssh would log in with, as its configuration for one address says. */
export type Keys = {
  readonly address: string
  /** How many keys the agent holds; undefined: it was late to say. */
  readonly agent: number | undefined
  readonly files: readonly Identity[]
  /** Whether a PKCS#11 module gives more. */
  readonly pkcs11: boolean
}

/** How far the way to a host led. */
export type Approach = {
  readonly host: Host
  /** Undefined: the host was reached and answered. */
  readonly stop: Stop | undefined
}

/** What the probe, the look at its health and each app told of a host. */
export type HostSight = {
  readonly apps: readonly AppSight[]
  /** The fleet's, as the host itself sees them. */
  readonly builders: {
    readonly sights: readonly Sight[]
    /** Names of those without a pinned host key, which are not used. */
    readonly unpinned: readonly string[]
  }
  readonly driver: DriverFacts
  readonly facts: HostFacts
  readonly fleet: Pick<Fleet, "builders" | "caches">
  /** Empty: nvidia-smi doesn't tell. */
  readonly gpus: readonly GpuState[]
  readonly health: Health
  readonly host: Host
  /** Undefined: Nix doesn't tell its settings. */
  readonly nix: NixSettings | undefined
  /** What apps were asked to make; undefined: nobody wanted it. */
  readonly proofs?: readonly AppProof[] | undefined
}
