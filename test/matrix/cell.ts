import type { Verdict } from "../../src/deploy/outcome/verdict.ts"
import { type StageName, stageNames } from "../../src/deploy/stage-name.ts"

/** A stage of a deployment, or `restore`, which is the host's own. */
export type Stage = StageName | "restore"

/** In order. */
export const stages = stageNames.flatMap((name): readonly Stage[] =>
  name === "report" ? ["restore", name] : [name],
)

/** `old`: from before; `new`: the deployed; `other`: what others brought. */
export type Which = "new" | "old" | "other"

/** One of two, where both are right. */
type Either<Word extends string> = Word | `${Word} or ${Word}`

/** What a host and sdops have come to. */
export type End = {
  readonly runs: Either<Which>
  /** By the boot loader. */
  readonly boots: Either<Which>
  readonly profile: Either<Which>
  /** Whose app answers; by hand, once what sdops says was typed. */
  readonly serves: Either<Which> | `${Which} by hand`
  /** Nobody holds it, and no unit of sdops is left. */
  readonly lock: "free"
  /** `lost`: an app keeps its queue in memory, and nobody could save it. */
  readonly jobs: "kept" | "lost"
  /** What the deployment said; `nothing` where it was killed. */
  readonly said: Either<Verdict | "nothing">
  /** What the host's record says afterwards, where there is one. */
  readonly verdict: Either<Verdict | "no record">
}

/** Why a fault can't strike at a stage. */
export type NotApplicable = { readonly because: string }

export type Cell = End | NotApplicable

export function isEnd(cell: Cell): cell is End {
  return !("because" in cell)
}
