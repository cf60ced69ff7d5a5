import { createHash } from "node:crypto"
import { notAsAsked } from "./locked-as-asked.ts"
import { type Attributes, originalOf } from "./original.ts"
import { type LockNode, type ParsedLock, parseLock } from "./parse-lock.ts"
import { sameAttributes } from "./same-attributes.ts"
import { staleInputs } from "./stale-inputs.ts"

/** Inputs, theirs included; big flakes have a hundred. */
const most = 2000

type Judged = {
  /** The text that a host made. */
  readonly after: string
  /** The one that it was handed; none for a first lock. */
  readonly before: string | undefined
  /** Of the fleet: name → reference. */
  readonly inputs: Readonly<Record<string, string>>
}

/**
 * Why a lock that a host made isn't the one that was asked for; undefined: it
 * is. Every host builds from it, and root there runs it: so its inputs are the
 * fleet's, each is locked to a revision of what its reference names, and what
 * the lock had before stays. Which revision a branch has now, only who looks
 * knows.
 */
export function judgeLock({
  after,
  before,
  inputs,
}: Judged): string | undefined {
  const lock = parseLock(after)
  if (lock === undefined) return "it is not a lock of version 7"
  if (Object.keys(lock.nodes).length > most) return "it has too many inputs"
  return (
    unlikeFleet(lock, inputs) ??
    notFollowing(lock) ??
    movedUnasked(lock, before, inputs)
  )
}

/** The root's inputs are those of flake.nix, and nothing about them differs. */
function unlikeFleet(
  { nodes, root }: ParsedLock,
  inputs: Readonly<Record<string, string>>,
): string | undefined {
  const locked = own(nodes, root)?.inputs ?? {}
  const names = [...new Set([...Object.keys(inputs), ...Object.keys(locked)])]
  for (const name of names.toSorted()) {
    const reference = own(inputs, name)
    const key = own(locked, name)
    if (reference === undefined) return `nobody asked for the input ${name}`
    const node = typeof key === "string" ? own(nodes, key) : undefined
    if (node === undefined || key === root) return `${name} isn't locked`
    const wanted = originalOf(reference)
    const { flake = true, original = {}, parent = [] } = node
    if (wanted === undefined || !sameAttributes(original, wanted))
      return `${name} is ${JSON.stringify(original)}, not ${reference}`
    if (flake !== true) return `${name} is no longer a flake`
    if (JSON.stringify(parent) !== "[]")
      return `${name} belongs to another input`
  }
  return undefined
}

/** What inputs bring with them is locked as they say, too. */
function notFollowing({ nodes, root }: ParsedLock): string | undefined {
  for (const [key, node] of Object.entries(nodes)) {
    for (const [name, to] of Object.entries(node.inputs ?? {}))
      if (!leadsSomewhere(to, nodes)) return `${name} of ${key} points nowhere`
    if (key === root) continue
    const { locked, original } = node
    if (locked === undefined || original === undefined)
      return `${key} isn't locked`
    const why = notAsAsked(locked, original)
    if (why !== undefined)
      return `${key} doesn't match ${say(original)}: ${why}`
  }
  return undefined
}

function leadsSomewhere(to: unknown, nodes: ParsedLock["nodes"]): boolean {
  if (typeof to === "string") return Object.hasOwn(nodes, to)
  return Array.isArray(to) && to.every((step) => typeof step === "string")
}

/** An input that the lock had, as it is still asked for, stays what it was. */
function movedUnasked(
  lock: ParsedLock,
  before: string | undefined,
  inputs: Readonly<Record<string, string>>,
): string | undefined {
  const old = before === undefined ? undefined : parseLock(before)
  if (old === undefined || before === undefined) return undefined
  const stale = staleInputs(before, inputs) ?? []
  const had = own(old.nodes, old.root)?.inputs ?? {}
  const has = own(lock.nodes, lock.root)?.inputs ?? {}
  for (const name of Object.keys(had)) {
    if (stale.includes(name)) continue
    const [was, is] = [had[name], has[name]]
    if (digest(was, old, new Map()) !== digest(is, lock, new Map()))
      return `${name} moved unasked`
  }
  return undefined
}

/** A node and all below it as one text, whatever the nodes are called. */
function digest(
  to: unknown,
  { nodes }: ParsedLock,
  known: Map<string, string>,
): string {
  if (typeof to !== "string") return JSON.stringify(to) ?? ""
  const done = known.get(to)
  if (done !== undefined) return done
  // Also what a ring of nodes comes back to: no lock of Nix has one.
  known.set(to, "")
  const {
    flake,
    inputs = {},
    locked = {},
    original = {},
  } = own(nodes, to) ?? {}
  const below = sorted(inputs).map(([name, next]) => [
    name,
    digest(next, { nodes, root: "", version: 7 }, known),
  ])
  const { lastModified: _, __final: __, ...identity } = locked
  const all = [flake ?? true, sorted(identity), sorted(original), below]
  const text = createHash("sha256").update(JSON.stringify(all)).digest("hex")
  known.set(to, text)
  return text
}

function sorted(attributes: Attributes): [string, unknown][] {
  return Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))
}

function own<Value>(
  table: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function say(original: NonNullable<LockNode["original"]>): string {
  return JSON.stringify(original)
}
