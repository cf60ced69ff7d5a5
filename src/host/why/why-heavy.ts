import { z } from "zod"
import { ask } from "../facts.ts"
import { fittingJson } from "../fitting.ts"
import asCachesHaveItScript from "./as-caches-have-it.sh"
import compareDerivationsScript from "./compare-derivations.sh"
import { attributeSchema, sourceSchema } from "../nix/nix-answer.ts"
import type { HostShell } from "../shell.ts"
import { storePathSchema } from "../store-path.ts"

const drvByAttribute = z.record(z.string(), storePathSchema.nullable())

const asCachesHaveIt = z.object({
  /** What the host names; none: nixpkgs' own list. */
  capabilities: z.array(z.string()),
  /** With these; empty where it names none. */
  capable: drvByAttribute,
  /** The version of Python whose packages caches have. */
  python: z.string(),
  stock: drvByAttribute,
})

export type AsCachesHaveIt = z.infer<typeof asCachesHaveIt>

/**
 * Has Nix name packages as caches have them. Undefined where it can't: an older
 * nixpkgs may have another shape. Errors: those of `ask`.
 */
export async function askAsCachesHaveIt(
  shell: HostShell,
  input: {
    readonly attributes: readonly string[]
    readonly config: string
    readonly host: string
    readonly source: string
  },
): Promise<AsCachesHaveIt | undefined> {
  const attributes = input.attributes.map((one) => attributePath.parse(one))
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate,
    during: "the evaluation of what caches have",
    script: asCachesHaveItScript,
    variables: {
      attributes: attributes.join(" "),
      config: input.config,
      host: attributeSchema.parse(input.host),
      source: sourceSchema.parse(input.source),
    },
  })
  if (facts.get("exit") !== "0") return undefined
  return fittingJson(asCachesHaveIt, facts.get("json") ?? "", {
    asked: "what caches have",
    host: shell.host,
  })
}

const attributePath = z.string().regex(/^[A-Za-z0-9_.-]+$/)

/**
 * Finds where two derivations of the same package differ by themselves, and not
 * by an input. Output: JSON of `nix derivation show`. Errors: those of `ask`.
 */
export async function compareDerivations(
  shell: HostShell,
  input: { readonly ours: string; readonly theirs: string },
): Promise<{
  readonly derivations: string
  readonly ours: string
  readonly theirs: string
}> {
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate,
    during: "the comparison of derivations",
    script: compareDerivationsScript,
    variables: {
      ours: storePathSchema.parse(input.ours),
      theirs: storePathSchema.parse(input.theirs),
    },
  })
  const of = (name: string) => facts.get(name) ?? ""
  return {
    derivations: of("derivations"),
    ours: of("ours"),
    theirs: of("theirs"),
  }
}
