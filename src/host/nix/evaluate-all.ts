import { z } from "zod"
import { ask, type Facts } from "../facts.ts"
import { fittingJson } from "../fitting.ts"
import type { Evaluated } from "./evaluate.ts"
import evaluateAllScript from "./evaluate-all.sh"
import { attributeSchema, sourceSchema } from "./nix-answer.ts"
import type { HostShell } from "../shell.ts"

const byHost = z.record(z.string(), z.looseObject({ system: z.string() }))

/**
 * Evaluates `sdops.HOST` of several hosts of a pushed tree in one process of
 * Nix, and has it say what building each takes; one round trip. What fails,
 * fails for all of them: each then has the same `exit` and `stderr`.
 */
export async function evaluateAll(
  shell: HostShell,
  input: {
    /** Text of NIX_CONFIG. */
    readonly config: string
    /** Of the dry runs, derivations whose store name this matches are read. */
    readonly heavy: string
    readonly hosts: readonly string[]
    readonly onDryRun?: () => void
    /** The folder that `push` returned. */
    readonly source: string
  },
): Promise<ReadonlyMap<string, Evaluated>> {
  const hosts = input.hosts.map((host) => attributeSchema.parse(host))
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate * hosts.length,
    during: "the evaluation",
    onLine: (line, stream) => {
      if (stream === "stderr" && line === "sdops: evaluated") input.onDryRun?.()
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
      return [host, answerOf(facts, one?.system ?? "", text)]
    }),
  )
}

function failureIn(facts: Facts): Evaluated {
  const absent = facts.get("absent") === undefined ? {} : mayBePushed
  const stderr = facts.get("stderr") ?? ""
  return { ...absent, dryRunText: "", exit: 1, stderr }
}

const mayBePushed = { absent: "may-be-pushed" } as const

function answerOf(
  facts: Facts,
  system: string,
  json: string | undefined,
): Evaluated {
  const derivations = facts.get(`derivations.${system}`)
  return {
    ...(derivations !== undefined && { derivations }),
    ...(json !== undefined && { json }),
    dryRunExit: Number(facts.get(`dry-run.${system}.exit`) ?? 0),
    dryRunText: facts.get(`dry-run.${system}.text`) ?? "",
    exit: 0,
    stderr: facts.get("stderr") ?? "",
  }
}
