import type { Reachable } from "./outcome/reachable.ts"
import type { Smoke } from "../apps/app.ts"
import type { DriverDecision } from "../gpu/decide.ts"
import type { DeployRecord } from "../host/record/deploy-record.ts"
import type { Followed, FollowPlace } from "../host/supervisor/follow.ts"
import type { Evaluated } from "../host/nix/evaluate.ts"
import type { HostFacts } from "../host/probe/probe.ts"
import type { HostShell } from "../host/shell.ts"
import type { Link } from "../host/open-link.ts"
import type { DeployKey } from "../host/supervisor/signals.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { Derivation } from "../nix/derivation.ts"
import type { Evaluation } from "./plan/evaluation.ts"
import type { DifferenceId } from "./first/difference.ts"
import type { Goal } from "./goal.ts"
import type { Sent } from "./plan/send-tree.ts"
import type { Site, Sites } from "./site/site.ts"
import type { Plan } from "./plan/plan.ts"
import type { Sources } from "./build/sources.ts"
import type { Verdict } from "./outcome/verdict.ts"

/** What whoever deploys has asked for. */
export type DeployInput = {
  /** In what a first deployment may differ from the host. */
  readonly accept?: readonly DifferenceId[] | undefined
  readonly allowHeavyBuilds: boolean
  readonly engine: "nixos-rebuild" | "sdops"
  readonly goal: Goal
  /** Whether what can't be booted once may be the boot default before. */
  readonly bootUnproven?: boolean | undefined
  /** Of the record on the host; a fresh one when left out. */
  readonly id?: string
  /** Whether a reboot was asked for, if one is needed. */
  readonly reboot?: boolean | undefined
  /** The generation that a rollback goes to; the one before when left out. */
  readonly to?: number | undefined
}

/** What a deployment starts from. */
export type Beginning = {
  readonly fleet: Fleet
  readonly host: Host
  readonly input: DeployInput
  /** Where hosts are built that aren't their own build site. */
  readonly sites?: Sites | undefined
}

/** A supervisor on the host, and how far its log was read. */
export type Supervised = {
  readonly key: DeployKey
  /** Moves on as the log is followed. */
  place: FollowPlace
  /** The last that was seen; none until the host has answered. */
  record: DeployRecord | undefined
  /** The last lines of its log, as evidence. */
  tail: readonly string[]
  /** Log and record as they come; all stages read on in one stream. */
  stream: FollowStream | undefined
}

/** A supervisor that is followed, and the shell that it is followed by. */
export type FollowStream = {
  readonly events: AsyncGenerator<Followed, void, void>
  /** What was asked of it, and nobody has taken yet. */
  next: Promise<IteratorResult<Followed, void>> | undefined
  readonly shell: HostShell
}

/** The system that is to run, and what it does to the host's apps. */
export type Candidate = {
  readonly toplevel: string
  /** App units whose process is replaced. */
  readonly touched: readonly string[]
  /** Whether it is booted once and proven then; else it is switched to. */
  readonly boots: boolean
  /** Whether its own check of inhibitors is overridden: sdops has made it. */
  readonly noCheck: boolean
}

/** What the report kept. */
export type Saved = {
  /** Where the apps are reached. */
  readonly apps: readonly Reachable[]
  /** The GPUs, a line each. */
  readonly gpus: readonly string[]
  /** Where the image of the gate lies here. */
  readonly image: string | undefined
  /** What nvidia-smi printed, a line each. */
  readonly nvidiaSmi: readonly string[]
}

/**
 * What goes on while a host is looked at; each is undefined where it couldn't
 * be done before more is known. Errors: those of pushing and evaluating.
 */
export type Ahead = {
  /** The pushed tree, unless the host had it. */
  readonly sent: Promise<Sent | undefined>
  readonly evaluated: Promise<Evaluated | undefined>
  /** When the evaluation is over and the dry run begins. */
  readonly asking: Promise<void>
}

/** Everything that stages add, each once. */
export type Deployment = Beginning & {
  readonly link: Link
  readonly facts: HostFacts
  /** Where Nix evaluates and builds; `config` and `source` are of it. */
  readonly site: Site
  /** What was begun while the host was looked at, if anything. */
  readonly ahead: Ahead | undefined
  /** The folder of the pushed tree on the build site. */
  readonly source: string
  /** Text of NIX_CONFIG for everything that Nix does there. */
  readonly config: string
  readonly evaluation: Evaluation
  /** What was read of derivations with the name of something heavy. */
  readonly derivations: readonly Derivation[]
  readonly driver: DriverDecision
  readonly plan: Plan
  readonly candidate: Candidate
  readonly sources: Sources
  readonly supervised: Supervised
  /** Made since the candidate was activated, or in the making. */
  readonly fresh: Promise<Link>
  /** What the gate has found that is no reason to go back. */
  readonly remarks: readonly string[]
  readonly smoke: Smoke | undefined
  readonly verdict: Verdict
  readonly saved: Saved
}
