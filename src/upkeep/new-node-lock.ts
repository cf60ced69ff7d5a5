import type { Link } from "../host/open-link.ts"
import { evaluationFailure } from "../deploy/plan/evaluation-failure.ts"
import { fail } from "../errors/fail.ts"
import { renderTree } from "../flake/render-tree.ts"
import { type Tree, treeKey } from "../flake/tree.ts"
import {
  type Gathered,
  gatherNodes,
  resolveNodes,
} from "../host/nodes/nodes.ts"
import { fittingJson } from "../host/fitting.ts"
import { push } from "../host/nix/push.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { nixConfig } from "../nix/nix-config.ts"
import { type NodeFacts, nodeFacts } from "../nodes/facts.ts"
import type { NodeLock } from "../nodes/node-lock.ts"
import {
  nodeRequirements,
  type NodeRequirements,
} from "../nodes/node-requirements.ts"
import { packageName } from "../nodes/package-name.ts"
import { readResolution } from "../nodes/resolution.ts"
import { resolverTree } from "../nodes/resolver-tree.ts"
import { hostOf, wheelElsewhere, wheelHosts } from "../nodes/wheel-hosts.ts"
import { secretInUrl } from "../secret-in-url.ts"
import { pythonIndex } from "./python-index.ts"
import { requireResolved } from "./require-resolved.ts"

export type NodeLockInput = {
  readonly before: NodeLock | undefined
  readonly fleet: Fleet
  readonly host: Host
  /** The index of Python packages. */
  readonly index: string
  readonly link: Link
  /** The text of flake.lock. */
  readonly lock: string
  /** Further hosts where the index's files may lie. */
  readonly wheelHosts: readonly string[]
}

export type NewNodeLock = {
  readonly lock: NodeLock
  readonly requirements: readonly NodeRequirements[]
}

/**
 * Resolves what a host's custom nodes require, on a build site: its Nix fetches
 * the nodes and brings the resolver. Errors: those of Nix, `nodesConflict`,
 * `nodesNoPython`, `nodesNoWheel`, `nodesUnfit`, `indexUnreachable`,
 * `wheelElsewhere`, `wheelSecret`.
 */
export async function newNodeLock(input: NodeLockInput): Promise<NewNodeLock> {
  const { before, fleet, host, link, lock } = input
  const tree = await renderTree(fleet, host.name, { lock })
  const gathered = await gatherNodes(link.shell, {
    config: nixConfig({ caches: fleet.caches }),
    host: host.name,
    source: await send(tree, link),
  })
  const facts = factsOf(gathered, host.name, fleet)
  const requirements = nodeRequirements(host.name, facts, gathered.node)
  const packages = normalised(facts.packages)
  const wanted = requirements.map((node) => node.requirements)
  const found = await resolve(input, {
    facts,
    packages,
    tree: resolverTree({ before, packages, requirements: wanted }),
    workshop: gathered.workshop,
  })
  const { platform, python } = facts
  const leansOn = found.leansOn.map((name) => [name, packages[name] ?? "0"])
  const nodes = facts.nodes.map((node, index) => ({
    ...node,
    requirements: (wanted[index] ?? []).map(({ text }) => text),
  }))
  const hosts = wheelHosts({
    index: input.index,
    more: input.wheelHosts,
    torch: backendOf(input, facts) !== undefined,
  })
  const wheels = [...found.wheels]
  requireAt(hosts, { nodes, wheels }, input)
  return {
    lock: {
      format: 1,
      "host-packages": Object.fromEntries(leansOn),
      nodes,
      platform,
      python,
      "wheel-hosts": [...hosts],
      wheels,
    },
    requirements,
  }
}

/** A line of torch's own index; a mirror of one's own is asked alone. */
function backendOf({ index }: NodeLockInput, facts: NodeFacts) {
  return index === pythonIndex ? (facts.torchBackend ?? undefined) : undefined
}

/** The build site tells where wheels lie, and must not choose that. */
function requireAt(
  hosts: readonly string[],
  lock: Pick<NodeLock, "nodes" | "wheels">,
  { host: { name: host }, index, wheelHosts: named }: NodeLockInput,
): void {
  const found = wheelElsewhere(lock, hosts)
  if (found === undefined) return
  const { name, url } = found
  throw fail(
    "wheelElsewhere",
    { at: hostOf(url), host, index, named, package: name },
    { because: [url], host },
  )
}

type Task = {
  readonly facts: NodeFacts
  readonly packages: Readonly<Record<string, string>>
  readonly tree: Tree
  readonly workshop: string
}

async function resolve(input: NodeLockInput, task: Task) {
  const { host, index, link } = input
  const { facts, packages, tree, workshop } = task
  const { platform, python } = facts
  const nodes = facts.nodes.map(({ name }) => name)
  const answer = await resolveNodes(link.shell, {
    backend: backendOf(input, facts),
    index,
    platform,
    python,
    tree: await send(tree, link),
    workshop,
  })
  const where = { host: host.name, index, nodes, packages }
  const found = readResolution({ ...requireResolved(answer, where), nodes })
  if (found === undefined)
    throw fail("nixAnswer", { asked: "uv pip compile" }, { host: host.name })
  const secret = found.wheels.find(({ url }) => secretInUrl(url) !== undefined)
  if (secret === undefined) return found
  const details = { host: host.name, package: secret.name }
  throw fail("wheelSecret", details, { host: host.name })
}

async function send(tree: Tree, { shell }: Link): Promise<string> {
  const { archive: nar } = tree
  return (await push(shell, { hash: treeKey(tree), nar })).source
}

/** What the script of the host says, or why it says nothing. */
function factsOf(gathered: Gathered, host: string, fleet: Fleet): NodeFacts {
  const { exit, json, stderr } = gathered
  if (exit !== 0 && /tells no Python packages/.test(stderr))
    throw fail("nodesNoPython", { host }, { host })
  if (exit !== 0) throw evaluationFailure(stderr, host, fleet)
  return fittingJson(nodeFacts, json, { asked: "the evaluation", host })
}

function normalised(
  packages: Readonly<Record<string, string>>,
): Record<string, string> {
  const pairs = Object.entries(packages).map(
    ([name, version]) => [packageName(name), version] as const,
  )
  return Object.fromEntries(pairs)
}
