import type { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import {
  attributeSchema,
  evaluatedSchema,
  lockedSchema,
  sourceSchema,
} from "./nix-answer.ts"
import evaluateScript from "./evaluate.sh"
import flakeLockScript from "./flake-lock.sh"
import type { HostShell } from "../shell.ts"

export type Evaluated = z.infer<typeof evaluatedSchema>
export type Locked = z.infer<typeof lockedSchema>

type Tree = {
  /** The folder that `push` returned. */
  readonly source: string
  /** Text of NIX_CONFIG: caches, keys, builders. */
  readonly config: string
}

/**
 * Evaluates `sdops.HOST` of a pushed tree on its host and, if asked, reads what
 * building it takes; one round trip. An evaluation that
 * fails is a result: `exit` and `stderr` tell.
 */
export async function evaluate(
  shell: HostShell,
  input: Tree & {
    readonly host: string
    /** Whether it is read what building it takes. */
    readonly survey: boolean
    /** Whether other questions are asked meanwhile. */
    readonly beside?: boolean
    /** Of a survey, derivations whose store name this matches are read. */
    readonly heavy?: string
    /** Called when the evaluation is over and the survey begins. */
    readonly onSurvey?: () => void
  },
): Promise<Evaluated> {
  const facts = await ask(shell, {
    beside: input.beside === true,
    deadline: shell.limits.evaluate,
    during: "the evaluation",
    onLine: (line, stream) => {
      if (stream === "stderr" && line === "sdops: evaluated") input.onSurvey?.()
    },
    script: evaluateScript,
    variables: {
      config: input.config,
      heavy: input.heavy ?? "",
      host: attributeSchema.parse(input.host),
      source: sourceSchema.parse(input.source),
      survey: input.survey ? "1" : "0",
    },
  })
  return fitting(evaluatedSchema, Object.fromEntries(facts), {
    asked: "the evaluation",
    host: shell.host,
  })
}

/**
 * Has Nix lock the inputs of a pushed tree that its lock doesn't have, as they
 * are now. The pushed tree is left as it is; `lock` is the text to keep.
 */
export async function flakeLock(
  shell: HostShell,
  input: Tree & {
    /** Which revision one input has, in place of the newest. */
    readonly override?:
      | { readonly input: string; readonly reference: string }
      | undefined
  },
): Promise<Locked> {
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate,
    during: "locking the inputs",
    script: flakeLockScript,
    variables: {
      config: input.config,
      override_input: input.override?.input ?? "",
      override_reference: input.override?.reference ?? "",
      source: sourceSchema.parse(input.source),
    },
  })
  return fitting(lockedSchema, Object.fromEntries(facts), {
    asked: "nix flake lock",
    host: shell.host,
  })
}
