import type { Mend } from "../host/mend/mend.ts"

/** What a check found out. */
export type Judgement =
  | {
      readonly outcome: "bad" | "warn"
      /** One sentence without full stop: what is wrong. */
      readonly finding: string
      /** Commands that help, the best first. */
      readonly cure: readonly string[]
      /** The host's own words. */
      readonly evidence?: readonly string[]
      /** Of the error behind it, to look up in `sdops help errors`. */
      readonly code?: string
      /** What `--fix` does about it. */
      readonly mend?: Mend
    }
  | { readonly outcome: "ok"; readonly finding: string }
  /** Nothing can be said; the finding is why. */
  | { readonly outcome: "skip"; readonly finding: string }

/** One thing that is looked at; pure: facts in, a judgement out. */
export type Check<Facts> = {
  /** `<group>/<name>`, stable. */
  readonly id: `${string}/${string}`
  readonly looksAt: string
  /** What it means when it fails; `--explain` says it too. */
  readonly means: string
  readonly appliesTo: (facts: Facts) => boolean
  readonly judge: (facts: Facts) => Judgement
}

type Wrong = Omit<Extract<Judgement, { outcome: "bad" | "warn" }>, "outcome">

export function bad(wrong: Wrong): Judgement {
  return { outcome: "bad", ...wrong }
}

export function ok(finding: string): Judgement {
  return { finding, outcome: "ok" }
}

export function skip(because: string): Judgement {
  return { finding: because, outcome: "skip" }
}

export function warn(wrong: Wrong): Judgement {
  return { outcome: "warn", ...wrong }
}

/** For checks that every host is asked. */
export function always(): boolean {
  return true
}
