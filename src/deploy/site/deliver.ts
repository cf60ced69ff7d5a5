import { sshConfigOf, storeUriOf } from "../../builders/machine.ts"
import { fail } from "../../errors/fail.ts"
import {
  absentOn,
  signPaths,
  takeIn,
} from "../../host/store/hand-over-paths.ts"
import { nixFailure } from "../../nix/failure/nix-failure.ts"
import { nothingExpected } from "../../nix/log/sight.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import { readProblems } from "../../nix/failure/problems.ts"
import { parsePathInfos, type PathInfo } from "../../nix/cache/path-info.ts"
import { lastLines } from "../../remote/strip.ts"
import { readBuild } from "../build/read-build.ts"
import { type Sources, sourcesOf } from "../build/sources.ts"
import type { Deployment } from "../deployment.ts"
import { spare } from "../changes/disk.ts"
import type { StageContext } from "../stage.ts"
import { relay } from "./relay.ts"
import type { SharedSite } from "./site.ts"

type Given = Pick<Deployment, "link"> & {
  /** Store paths of the system and of all that it needs. */
  readonly closure: readonly string[]
  readonly facts: Pick<Deployment["facts"], "freeNix">
  readonly fleet: Pick<Deployment["fleet"], "builders" | "caches">
  readonly host: Pick<Deployment["host"], "name">
  readonly shared: Pick<SharedSite, "link" | "machine" | "name">
  readonly toplevel: string
}

type Context = Pick<StageContext, "output" | "say" | "show" | "signal">

export type Delivered = {
  readonly cached: Sources["fetched"]
  /** How many paths the site has sent. */
  readonly copied: number
}

/**
 * Brings a system that a build site has made to its host: what the host lacks,
 * from its caches, and the rest from the site, which signs it; through this
 * machine where the host can't reach the site. The host takes nothing that
 * nobody has signed whom it, or this run, trusts. Errors: `refused` for a full
 * disk, those of Nix and of `relay`.
 */
export async function deliver(
  given: Given,
  context: Context,
): Promise<Delivered> {
  const { closure, link, shared } = given
  const paths = await absentOn(link.shell, closure)
  if (paths.length === 0) {
    return delivered(await take(given, { cached: [], paths }, context))
  }
  const { key, infos } = await signed(paths, shared)
  requireRoom(given, infos)
  const name = `${key.split(":")[0]}:`
  const foreign = infos.filter(({ signatures }) =>
    signatures.some((signature) => !signature.startsWith(name)),
  )
  context.say(`copying ${paths.length} paths from ${shared.name}`)
  const cached = foreign.map(({ path }) => path)
  const order = { bytes: sizeOf(infos), cached, key, paths }
  const direct = await take(given, { ...order, store: storeOf(given) }, context)
  if (direct.exit === 0 && !direct.lacks) return delivered(direct)
  if (direct.exit !== 0 && !notReached(direct.text)) throw direct.failure()
  const rest = await absentOn(link.shell, paths)
  const missing = new Set(rest)
  await bring(
    given,
    { infos: infos.filter(({ path }) => missing.has(path)), key },
    context,
  )
  const last = await take(given, { cached: [], paths: [] }, context)
  return { ...delivered(last), cached: direct.fetched, copied: rest.length }
}

/** The site's store, where the host can be told how to reach it. */
function storeOf({ shared: { machine } }: Given): string {
  return machine === undefined ? "" : storeUriOf(machine)
}

type Order = {
  /** Of NARs that are to come, as far as it is known. */
  readonly bytes?: number
  readonly cached: readonly string[]
  /** The site's public key. */
  readonly key?: string
  readonly paths: readonly string[]
  readonly store?: string
}

/** What the host has taken in by itself, and how to say that it failed. */
async function take(given: Given, order: Order, context: Context) {
  const { fleet, host, link, shared, toplevel } = given
  const { bytes = 0, cached, key, paths, store = "" } = order
  const log = readBuild(context, fleet, { ...nothingExpected, bytes })
  const taken = await takeIn(link.shell, {
    cached,
    config: trusting(given, key),
    host: host.name,
    hosts: shared.machine === undefined ? "" : sshConfigOf([shared.machine]),
    onLine: log.line,
    paths,
    store,
    toplevel,
  })
  const { fetched } = sourcesOf(log.provenance(), fleet)
  const failure = () => copyFailed(given, log.text())
  return { ...taken, failure, fetched, text: log.text() }
}

function delivered(taken: Awaited<ReturnType<typeof take>>): Delivered {
  if (taken.exit !== 0) throw taken.failure()
  return { cached: taken.fetched, copied: taken.missing }
}

/** Through this machine. */
async function bring(
  given: Given,
  { infos, key }: { readonly infos: readonly PathInfo[]; readonly key: string },
  context: Context,
): Promise<void> {
  const { fleet, host, link, shared } = given
  context.say(`copying ${infos.length} paths through this machine`)
  const bytes = sizeOf(infos)
  const log = readBuild(context, fleet, { ...nothingExpected, bytes })
  const { exit, missing } = await relay(
    {
      host: { name: host.name, pipe: link.pipe },
      site: { name: shared.name, pipe: shared.link.pipe },
    },
    { config: trusting(given, key), infos, onLine: log.line },
    context,
  )
  if (exit !== 0) throw copyFailed(given, log.text())
  if (missing === 0) return
  const reason = `${missing} of ${infos.length} paths did not arrive`
  const during = `the copy from ${shared.name}`
  throw fail("nixFailed", { during, reason }, { host: host.name })
}

/** Settings with the site's key, for as long as one command. */
function trusting({ fleet }: Given, key: string | undefined): string {
  const config = nixConfig({ caches: fleet.caches })
  return key === undefined
    ? config
    : `${config}extra-trusted-public-keys = ${key}\n`
}

function copyFailed({ host, shared }: Given, text: string) {
  const during = `the copy from ${shared.name}`
  return nixFailure(text, { during, where: host.name })
}

/** Whether a host has no way of its own to the site; no wrong host key is. */
function notReached(text: string): boolean {
  const kinds = new Set(readProblems(text).map(({ kind }) => kind))
  if (kinds.has("host-key")) return false
  const lost = ["login-refused", "store-unreachable", "no-nix"] as const
  return lost.some((kind) => kinds.has(kind))
}

/** Signed paths, what others refer to first, as they are given. */
async function signed(
  paths: readonly string[],
  { link, name }: Given["shared"],
): Promise<{ readonly key: string; readonly infos: readonly PathInfo[] }> {
  const answer = await signPaths(link.shell, { name, paths })
  if (answer.exit === 0) {
    const { found } = parsePathInfos(answer.json)
    const order = new Map(paths.map((path, at) => [path, at]))
    const at = ({ path }: PathInfo) => order.get(path) ?? 0
    const infos = found.toSorted((a, b) => at(a) - at(b))
    return { infos, key: answer.key }
  }
  const reason = lastLines(answer.stderr, 1)[0] ?? `exit ${answer.exit}`
  throw fail("nixFailed", { during: "signing", reason }, { host: name })
}

/** Bytes, unpacked. */
function sizeOf(infos: readonly PathInfo[]): number {
  return infos.reduce((sum, { narSize }) => sum + narSize, 0)
}

/** Bytes on the host's disk: nothing is begun that can't end. */
function requireRoom({ facts, host }: Given, infos: readonly PathInfo[]): void {
  const needed = sizeOf(infos) + spare.nix
  const free = facts.freeNix
  if (free === undefined || free >= needed) return
  const reasons = [`/nix has ${free} bytes free and needs ${needed}`]
  throw fail("refused", { full: ["/nix"], host: host.name, reasons })
}
