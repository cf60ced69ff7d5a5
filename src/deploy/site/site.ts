import type { Machine } from "../../builders/machine.ts"
import type { CacheMemory } from "../survey/cache-memory.ts"
import type { Evaluated } from "../../host/nix/evaluate.ts"
import type { Link } from "../../host/open-link.ts"
import type { RunningSystem } from "../../host/plan/running-system.ts"
import type { HostShell } from "../../host/shell.ts"
import type { Host } from "../../inventory/host.ts"
import type { Sent } from "../plan/send-tree.ts"

/** Where a host's system is evaluated and built. */
export type Site = {
  /** `host`, `control` or a builder's name. */
  readonly name: string
  readonly shell: HostShell
  /** What the hosts that are built there have in common. */
  readonly shared: SharedSite | undefined
}

/** A build site of several hosts: each thing is done there once for all. */
export type SharedSite = {
  readonly name: string
  readonly link: Link
  /** What its caches have said to the hosts before. */
  readonly caches: CacheMemory
  /** As a host reaches it; undefined without a pinned key. */
  readonly machine: Machine | undefined
  /** The tree of all its hosts, pushed. Errors: those of a host's own files. */
  readonly sent: (host: string) => Promise<Sent>
  /** Errors: those of `sent` and of the connection. */
  readonly evaluated: (host: string) => Promise<Evaluated>
  /**
   * What the site has of a system to be, from these store paths on. Errors:
   * those of the connection.
   */
  readonly held: (roots: readonly string[]) => Promise<RunningSystem["closure"]>
  /** When the evaluation is over and what building takes is read. */
  readonly asking: Promise<void>
} & UnionBuilds

/** Builds what hosts ask for at about the same time in one run of Nix. */
export type UnionBuilds = {
  readonly build: (order: BuildOrder) => Promise<BuildEnd>
  /** A host that is on its way is waited for. */
  readonly expect: (host: string) => void
  /** One that has built, or never will, isn't any more. */
  readonly done: (host: string) => void
}

export type BuildOrder = {
  /** Text of NIX_CONFIG. */
  readonly config: string
  readonly host: string
  /** Lines of Nix's log. */
  readonly onLine: (line: string) => void
  readonly system: string
}

/** A host's own part of a run has ended, well or not. */
export type BuildEnd = {
  /** Nix's exit, once the whole run has ended. Errors: of the connection. */
  readonly whole: Promise<number>
}

/** The build sites of one run of sdops, each opened when it is first needed. */
export type Sites = AsyncDisposable & {
  /**
   * Undefined: the host itself. Errors: those of the connection.
   */
  readonly of: (host: Host) => Promise<SharedSite> | undefined
  /** Its deployment has ended. */
  readonly done: (host: string) => void
}
