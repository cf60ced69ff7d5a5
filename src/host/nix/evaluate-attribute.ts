import type { z } from "zod"
import { ask } from "../facts.ts"
import { fitting } from "../fitting.ts"
import {
  attributeEvaluatedSchema,
  attributeSchema,
  sourceSchema,
} from "./nix-answer.ts"
import evaluateAttributeScript from "./evaluate-attribute.sh"
import type { HostShell } from "../shell.ts"

/**
 * Evaluates an attribute of a host's `config` in a pushed tree, as JSON. One
 * that fails is a result: `exit` and `stderr` tell.
 */
export async function evaluateAttribute(
  shell: HostShell,
  input: {
    readonly apply: string | undefined
    /** An attribute path as Nix reads it. */
    readonly attribute: string
    readonly config: string
    readonly host: string
    /** The folder that `push` returned. */
    readonly source: string
  },
): Promise<z.infer<typeof attributeEvaluatedSchema>> {
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate,
    during: "the evaluation",
    script: evaluateAttributeScript,
    variables: {
      apply: input.apply ?? "",
      attribute: input.attribute,
      config: input.config,
      host: attributeSchema.parse(input.host),
      source: sourceSchema.parse(input.source),
    },
  })
  return fitting(attributeEvaluatedSchema, Object.fromEntries(facts), {
    asked: "the evaluation",
    host: shell.host,
  })
}
