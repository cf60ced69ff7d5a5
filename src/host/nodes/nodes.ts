import { z } from "zod"
import { ask, type Facts } from "../facts.ts"
import { fitting } from "../fitting.ts"
import { attributeSchema, sourceSchema } from "../nix/nix-answer.ts"
import gatherNodesScript from "./gather-nodes.sh"
import resolveNodesScript from "./resolve-nodes.sh"
import type { HostShell } from "../shell.ts"

const exit = z.coerce.number().int()
const text = z.string().default("")

const gatheredSchema = z.object({
  exit,
  json: text,
  stderr: text,
  workshop: text,
})

/** What a node's folder says of its requirements. */
export type GatheredNode = {
  /** Path from the node's folder → its bytes. */
  readonly files: ReadonlyMap<string, Uint8Array>
  /** JSON list of pyproject.toml, read where there is no requirements.txt. */
  readonly project: string | undefined
  /** Why pyproject.toml could not be read. */
  readonly projectError: string | undefined
}

export type Gathered = z.infer<typeof gatheredSchema> & {
  /** Of the N-th node. */
  readonly node: (index: number) => GatheredNode
}

/**
 * Builds `sdopsNodes.HOST` of a pushed tree and reads the requirement files of
 * its nodes; one round trip. What doesn't evaluate or build is a result.
 */
export async function gatherNodes(
  shell: HostShell,
  input: {
    readonly config: string
    readonly host: string
    readonly source: string
  },
): Promise<Gathered> {
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate,
    during: "fetching the custom nodes",
    script: gatherNodesScript,
    variables: {
      config: input.config,
      host: attributeSchema.parse(input.host),
      source: sourceSchema.parse(input.source),
    },
  })
  const asked = "fetching the custom nodes"
  const { host } = shell
  const said = Object.fromEntries(facts)
  const known = fitting(gatheredSchema, said, { asked, host })
  return { ...known, node: (index) => nodeOf(facts, index) }
}

function nodeOf(facts: Facts, index: number): GatheredNode {
  const start = `file.${index}.`
  const files = new Map<string, Uint8Array>()
  for (const [key, value] of facts)
    if (key.startsWith(start))
      files.set(key.slice(start.length), Buffer.from(value, "base64"))
  return {
    files,
    project: facts.get(`project.${index}`),
    projectError: facts.get(`project.${index}.error`),
  }
}

/** A requirement without a solution by itself. */
export type Blamed = {
  readonly line: string
  /** Which node's: its place in the order of the tree's. */
  readonly node: number
  readonly said: string
}

export type Resolved =
  | { readonly lock: string; readonly pins: string }
  | { readonly blamed: readonly Blamed[]; readonly stderr: string }

export type ResolveInput = {
  readonly backend: string | undefined
  readonly index: string
  readonly platform: string
  readonly python: string
  /** The pushed tree that the resolver reads. */
  readonly tree: string
  /** What `gatherNodes` built. */
  readonly workshop: string
}

/**
 * Has the resolver find wheels, and where there is no solution try each
 * requirement by itself; one round trip.
 */
export async function resolveNodes(
  shell: HostShell,
  input: ResolveInput,
): Promise<Resolved> {
  const { backend, index, platform, python, tree, workshop } = input
  const facts = await ask(shell, {
    deadline: shell.limits.evaluate,
    during: "resolving the requirements",
    script: resolveNodesScript,
    variables: {
      backend: backend ?? "",
      index,
      platform,
      python,
      tree: sourceSchema.parse(tree),
      workshop: fitting(sourceSchema, workshop, {
        asked: "fetching the custom nodes",
        host: shell.host,
      }),
    },
  })
  const lock = facts.get("lock")
  const pins = facts.get("pins")
  if (lock !== undefined && pins !== undefined) return { lock, pins }
  return { blamed: blamedOf(facts), stderr: facts.get("stderr") ?? "" }
}

function blamedOf(facts: Facts): Blamed[] {
  return [...facts].flatMap(([key, line]) => {
    const [, node, number] = /^line\.(\d+)\.(\d+)$/.exec(key) ?? []
    if (node === undefined) return []
    const said = facts.get(`said.${node}.${number}`) ?? ""
    return [{ line, node: Number(node), said }]
  })
}
