import type { AppChange } from "../changes/app-changes.ts"
import type { Machine } from "../../builders/machine.ts"
import type { Place } from "../../builders/place.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { DriverDecision } from "../../gpu/decide.ts"
import type { Held } from "../../gpu/predict-reload.ts"
import type { PackageChange } from "../../nix/package-changes.ts"
import type { Difference } from "../first/difference.ts"
import type { Estimate } from "../heavy/estimate.ts"
import type { UnitChanges } from "../changes/unit-changes.ts"

/** One reason why a deployment is refused. */
export type Refusal =
  /** Something must be built, and nobody may. */
  | { readonly what: "nobody-builds" }
  /** For other platforms than the machine that builds. */
  | {
      readonly what: "foreign"
      readonly site: string
      readonly systems: readonly string[]
    }
  | { readonly what: "builders"; readonly errors: readonly SdopsError[] }
  | { readonly what: "busy"; readonly units: readonly string[] }
  | {
      readonly what: "disk"
      /** `/nix`, or where the boot loader has its kernels. */
      readonly where: string
      /** Bytes. */
      readonly free: number
      readonly needed: number
    }
  | {
      readonly what: "driver"
      readonly because: string
      /** What would have to let the driver go for a reload. */
      readonly held: Held | undefined
      /**
       * Whether a reboot would do. `forbidden`: by policy; `locked`: its boot
       * would wait for a passphrase.
       */
      readonly reboot: boolean | "forbidden" | "locked"
    }
  /** Folders that can't be made for an app, a sentence each. */
  | { readonly what: "folders"; readonly because: readonly string[] }
  /** A first deployment that would change what it boots or is reached by. */
  | { readonly what: "first"; readonly differences: readonly Difference[] }
  /** Declared GPUs that don't answer, a sentence each. */
  | { readonly what: "gpus"; readonly missing: readonly string[] }
  | {
      readonly what: "heavy" | "untrusted"
      readonly packages: readonly string[]
      readonly because: readonly string[]
      readonly help?: readonly string[]
    }

/** What a deployment would do, decided before anything is touched. */
export type Plan = {
  /** Store path of the system to be. */
  readonly toplevel: string
  readonly current: string
  /** What it does to each app that it changes; undefined where unknown. */
  readonly apps: readonly AppChange[] | undefined
  readonly unchanged: boolean
  /** What makes the host drifted, a line each (activation.md §3). */
  readonly drift: readonly string[]
  readonly driver: DriverDecision
  /** What must be copied to where the boot loader has its kernels. */
  readonly boot: {
    /** `kernel`, `initrd`. */
    readonly adds: readonly string[]
    /** Of these; before they are built, as those of the running system. */
    readonly bytes: number
    /** Bytes; undefined where nothing is copied, or it isn't known. */
    readonly free: number | undefined
    readonly place: string
  }
  /** Derivations that no cache has, by name, sorted. */
  readonly build: readonly string[]
  /** Of what is built, the bytes that the running system has of its like. */
  readonly built: {
    readonly bytes: number
    /** Store paths of which nothing is known. */
    readonly unknown: number
  }
  readonly heavy: readonly string[]
  /** About how long it takes to compile that. */
  readonly heavyMinutes: number
  /** The same for each, the longest first. */
  readonly estimates: readonly Estimate[]
  readonly builders: {
    /** Heavy derivations that builders compile before everything else. */
    readonly first: readonly Place[]
    /** Those that answered; none are asked where nothing is heavy. */
    readonly machines: readonly Machine[]
    /** Builders that were left out, a line each. */
    readonly notes: readonly string[]
  }
  /** Heavy packages that caches have, without a signature that counts. */
  readonly untrusted: readonly string[]
  /** Caches that couldn't be asked, and why, a line each. */
  readonly unusableCaches: readonly string[]
  readonly fetch: {
    /** What each cache gives. */
    readonly from: readonly {
      readonly cache: string
      /** Bytes. */
      readonly download: number
      readonly paths: number
    }[]
    /** What would take long to compile, and the cache that gives it. */
    readonly heavy: readonly {
      readonly cache: string
      readonly path: string
    }[]
    readonly paths: number
    /** Bytes. */
    readonly download: number | undefined
    readonly unpacked: number | undefined
  }
  /** Bytes that are free now. */
  readonly free: {
    readonly boot: number | undefined
    readonly nix: number | undefined
  }
  /** What of the next system is in the store already. */
  readonly present:
    | { readonly paths: number; readonly bytes: number }
    | undefined
  /** Packages whose versions change; undefined where they aren't known. */
  readonly packages: readonly PackageChange[] | undefined
  /** Expected of the switch, before the dry activation has told. */
  readonly units: UnitChanges | undefined
  readonly refusals: readonly Refusal[]
  /** What is worth knowing before, a sentence each. */
  readonly notes: readonly string[]
  /** What a person, or --yes, must agree to. */
  readonly questions: readonly string[]
}
