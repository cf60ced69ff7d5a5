import { z } from "zod"
import { ask, type Facts } from "../facts.ts"
import { fitting, fittingJson } from "../fitting.ts"
import type { Evaluated } from "./evaluate.ts"
import evaluateAllScript from "./evaluate-all.sh"
import { attributeSchema, evaluatedSchema, sourceSchema } from "./nix-answer.ts"
import type { HostShell } from "../shell.ts"

const byHost = z.record(z.string(), z.unknown())

/**
 * Evaluates `sdops.HOST` of several hosts of a pushed tree in one process of
 * Nix, and reads what building them takes, once for all; one round trip. What
 * fails, fails for all of them: each then has the same `exit` and `stderr`.
 */
export async function evaluateAll(
  shell: HostShell,
  input: {
    /** Text of NIX_CONFIG. */
    readonly config: string
    /** Of what is built, derivations whose store name this matches are read. */
    readonly heavy: string
    readonly hosts: readonly string[]
    readonly onSurvey?: () => void
    /** The folder that `push` returned. */
    readonly source: string
  },
): Promise<ReadonlyMap<string, Evaluated>> {
  const hosts = input.hosts.map((host) => attributeSchema.parse(host))
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate * hosts.length,
    during: "the evaluation",
    onLine: (line, stream) => {
      if (stream === "stderr" && line === "sdops: evaluated") input.onSurvey?.()
    },
    script: evaluateAllScript,
    variables: {
      config: input.config,
      heavy: input.heavy,
      hosts: hosts.join(" "),
      source: sourceSchema.parse(input.source),
    },
  })
  const json = facts.get("json")
  if (json === undefined) {
    const failed = failureIn(facts)
    return new Map(hosts.map((host) => [host, failed]))
  }
  const asked = { asked: "the evaluation", host: shell.host }
  const all = fittingJson(byHost, json, asked)
  return new Map(
    hosts.map((host) => {
      const one = all[host]
      const text = one === undefined ? undefined : JSON.stringify(one)
      const said = answerOf(facts, text)
      return [host, fitting(evaluatedSchema, said, asked)]
    }),
  )
}

function failureIn(facts: Facts): Evaluated {
  const absent = facts.get("absent") === undefined ? {} : mayBePushed
  const stderr = facts.get("stderr") ?? ""
  return { ...absent, buildTimes: "", exit: 1, settings: "", stderr }
}

const mayBePushed = { absent: "may-be-pushed" } as const

/** As the answer of one host alone would be. */
function answerOf(
  facts: Facts,
  json: string | undefined,
): Readonly<Record<string, unknown>> {
  return {
    "build-times": facts.get("build-times"),
    derivations: facts.get("derivations"),
    exit: 0,
    graph: facts.get("graph"),
    json,
    "own-settings": facts.get("own-settings"),
    settings: facts.get("settings"),
    stderr: facts.get("stderr"),
  }
}
