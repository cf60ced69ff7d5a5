import type { Limits } from "../limits.ts"
import type { BuildSight } from "../nix/log/sight.ts"
import type { Deployment } from "./deployment.ts"
import type { StageName } from "./stage-name.ts"
import type { Verdict } from "./outcome/verdict.ts"

/** What a stage is handed besides its input. */
export type StageContext = {
  readonly host: string
  readonly stage: StageName
  readonly signal: AbortSignal
  readonly limits: Limits
  readonly environment: NodeJS.ProcessEnv
  /** As in `Context`. */
  readonly reached: Map<string, string> | undefined
  /** A line of the host's own output. */
  readonly output: (line: string) => void
  /** What is going on now, in a few words. */
  readonly say: (text: string) => void
  /** How far a build is. */
  readonly show: (build: BuildSight) => void
  /** Asks; errors: `needsYes` where nobody can be asked, or said no. */
  readonly confirm: (text: string, flag: string) => Promise<void>
  /** Closed when the host's deployment ends, in reverse order. */
  readonly resources: AsyncDisposableStack
  /** Adds before the stage has ended, so that it holds if the stage fails. */
  readonly keep: (adds: Partial<Deployment>) => void
}

/** How a stage ended, and what it adds to what the later ones are given. */
export type StageResult<Adds extends keyof Deployment> = {
  readonly adds: Pick<Deployment, Adds>
  /** A few words for the log, such as "3 to build, 12 to fetch". */
  readonly text?: string | undefined
  /** Ends the deployment here, before the goal: nothing more to do. */
  readonly ends?: Verdict | undefined
}

/**
 * One step of a deployment: it names what it needs, what it adds, and what it
 * uses where an earlier one has added it; the runner times it and tells of it.
 */
export type Stage<
  Needs extends keyof Deployment,
  Adds extends keyof Deployment,
  Uses extends keyof Deployment = never,
> = {
  /** Its place in the order of stages; its title says what it does there. */
  readonly name: StageName
  readonly title: string
  /** Changes the system without a supervisor: what fails may go on alone. */
  readonly unsupervised?: true
  readonly run: (
    given: Pick<Deployment, Needs> & Partial<Pick<Deployment, Uses>>,
    context: StageContext,
  ) => Promise<StageResult<Adds>>
}
